/** What each button asks for in each state of the calls; null when it asks for nothing. */
import type { HeadsetCallKind, HeadsetIntent } from '#contract/headset'
import type { HeadsetProfile } from '#native/profiles/headsetProfile'

type Ask = HeadsetIntent | null
type Asks = Readonly<Partial<Record<HeadsetCallKind, HeadsetIntent>>>

const answer: HeadsetIntent = { kind: 'answer' }
const reject: HeadsetIntent = { kind: 'reject' }
const end: HeadsetIntent = { kind: 'end' }
const endAndKeepRinging: HeadsetIntent = { kind: 'endAndKeepRinging' }
const hold: HeadsetIntent = { kind: 'hold' }
const resume: HeadsetIntent = { kind: 'resume' }
const swap: HeadsetIntent = { kind: 'swap' }
const holdAndAnswer: HeadsetIntent = { kind: 'holdAndAnswer' }

const offHookAsks: Asks = { incoming: answer, held: resume, heldAndIncoming: answer }

/** While a held call waits and another rings, on hook could mean either; it asks for nothing. */
const onHookAsks: Asks = {
  dialling: end,
  active: end,
  activeAndIncoming: endAndKeepRinging,
  activeAndHeld: end,
  held: end,
}

const flashAsks: Asks = {
  active: hold,
  activeAndIncoming: holdAndAnswer,
  activeAndHeld: swap,
  held: resume,
  heldAndIncoming: answer,
}

const rejectAsks: Asks = { incoming: reject, activeAndIncoming: reject, heldAndIncoming: reject }

const dropAsks: Asks = { ...onHookAsks, incoming: reject }

export function askOffHook(kind: HeadsetCallKind): Ask {
  return offHookAsks[kind] ?? null
}

export function askOnHook(kind: HeadsetCallKind, profile: HeadsetProfile): Ask {
  if (kind === 'held' && profile.onHookWhileHeld === 'ignore') return null
  return onHookAsks[kind] ?? null
}

export function askByButton(button: 'flash' | 'reject' | 'drop', kind: HeadsetCallKind): Ask {
  if (button === 'flash') return flashAsks[kind] ?? null
  return (button === 'reject' ? rejectAsks[kind] : dropAsks[kind]) ?? null
}
