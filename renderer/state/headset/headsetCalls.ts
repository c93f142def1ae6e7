/** Translates between this phone and its headsets: what they are told of the call, and what their asks mean for it. Pure. */
import type { HeadsetCallModel, HeadsetIntent } from '#contract/headset'
import type { PhoneCall } from '#renderer/state/deskModel'

/** What the phone is to do; null when the ask fits the call no more, for the call was faster than the finger. */
export type PhoneAct =
  | { readonly kind: 'answer' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'setHeld'; readonly held: boolean }
  | { readonly kind: 'setMuted'; readonly muted: boolean }
  /** Talk to the one on hold, and hold the one talked to. */
  | { readonly kind: 'focus'; readonly sipCallId: string }

/**
 * A call being answered counts as active at once: a headset wants its answer acknowledged within two seconds. `call` is
 * the one in focus, `calls` are all of them.
 */
export function toHeadsetCalls(call: PhoneCall | null, calls: readonly PhoneCall[]): HeadsetCallModel {
  const muted = call?.muted ?? false
  const isBeside = (state: PhoneCall['state']) => findBeside(call, calls, state) !== null
  switch (call?.state) {
    case undefined:
    case 'ended':
      return { kind: 'idle', muted: false }
    case 'ringing':
      return { kind: isBeside('held') ? 'heldAndIncoming' : 'incoming', muted: false }
    case 'dialling':
      return { kind: isBeside('ringing') ? 'activeAndIncoming' : 'dialling', muted }
    case 'connecting':
    case 'talking':
      if (isBeside('ringing')) return { kind: 'activeAndIncoming', muted }
      return { kind: isBeside('held') ? 'activeAndHeld' : 'active', muted }
    case 'held':
      return { kind: 'held', muted }
  }
}

function findBeside(
  call: PhoneCall | null,
  calls: readonly PhoneCall[],
  state: PhoneCall['state'],
): PhoneCall | null {
  return calls.find((each) => each.sipCallId !== call?.sipCallId && each.state === state) ?? null
}

/** A swap without a second call holds or resumes the one there is. */
export function toPhoneAct(
  intent: HeadsetIntent,
  call: PhoneCall | null,
  calls: readonly PhoneCall[],
): PhoneAct | null {
  if (call === null || call.state === 'ended') return null
  const rings = call.state === 'ringing'
  if (rings || isAboutSecond(intent))
    return rings || findBeside(call, calls, 'ringing') !== null ? toRingingAct(intent) : null
  const held = findBeside(call, calls, 'held')
  if (intent.kind === 'swap' && held !== null && call.state === 'talking')
    return call.holdPending ? null : { kind: 'focus', sipCallId: held.sipCallId }
  switch (intent.kind) {
    case 'answer':
    case 'reject':
    case 'holdAndAnswer':
      return null
    case 'end':
    case 'endAndKeepRinging':
      return { kind: 'hangUp' }
    case 'hold':
    case 'resume':
    case 'swap':
      return toHoldAct(intent.kind, call)
    case 'toggleMute':
      return { kind: 'setMuted', muted: !call.muted }
    case 'setMute':
      return intent.muted === call.muted ? null : { kind: 'setMuted', muted: intent.muted }
  }
}

/** Of a call that rings beside the one that is up. */
function isAboutSecond({ kind }: HeadsetIntent): boolean {
  return kind === 'answer' || kind === 'holdAndAnswer' || kind === 'reject'
}

function toRingingAct(intent: HeadsetIntent): PhoneAct | null {
  if (intent.kind === 'answer' || intent.kind === 'holdAndAnswer') return { kind: 'answer' }
  return intent.kind === 'reject' ? { kind: 'decline' } : null
}

function toHoldAct(asked: 'hold' | 'resume' | 'swap', call: PhoneCall): PhoneAct | null {
  if (call.holdPending || call.state === 'connecting' || call.state === 'dialling') return null
  const isHeld = call.state === 'held'
  if (asked === 'swap' || (asked === 'hold') !== isHeld) return { kind: 'setHeld', held: !isHeld }
  return null
}
