/** A desk for property tests: it carries out what headsets ask, a little later or not at all. */
import type { HeadsetCallKind, HeadsetCallModel, HeadsetIntent } from '#contract/headset'

export interface SimulatedDesk {
  readonly model: HeadsetCallModel
  carryOut(intent: HeadsetIntent): void
  ring(): void
  dial(): void
  /** The other end hangs up the current call. */
  remoteEnds(): void
  answer(): void
  end(): void
  hold(): void
  resume(): void
  toggleMute(): void
}

const ringing: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = {
  idle: 'incoming',
  active: 'activeAndIncoming',
  held: 'heldAndIncoming',
}
const answered: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = {
  incoming: 'active',
  activeAndIncoming: 'activeAndHeld',
  heldAndIncoming: 'activeAndHeld',
}
const rejected: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = {
  incoming: 'idle',
  activeAndIncoming: 'active',
  heldAndIncoming: 'held',
}
const ended: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = {
  dialling: 'idle',
  active: 'idle',
  activeAndIncoming: 'incoming',
  activeAndHeld: 'held',
  held: 'idle',
  heldAndIncoming: 'incoming',
}
const heldBy: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = { active: 'held' }
const resumed: Partial<Record<HeadsetCallKind, HeadsetCallKind>> = { held: 'active' }

export function createSimulatedDesk(onModel: (model: HeadsetCallModel) => void): SimulatedDesk {
  let model: HeadsetCallModel = { kind: 'idle', muted: false }
  const set = (next: HeadsetCallModel): void => {
    model = next
    onModel(next)
  }
  const go = (table: Partial<Record<HeadsetCallKind, HeadsetCallKind>>): void => {
    const kind = table[model.kind]
    if (kind !== undefined) set({ kind, muted: kind !== 'idle' && kind !== 'incoming' && model.muted })
  }
  const mute = (muted: boolean): void => {
    if (model.kind !== 'idle' && model.kind !== 'incoming') set({ ...model, muted })
  }
  return {
    get model() {
      return model
    },
    carryOut(intent) {
      if (intent.kind === 'answer' || intent.kind === 'holdAndAnswer') go(answered)
      else if (intent.kind === 'reject') go(rejected)
      else if (intent.kind === 'end' || intent.kind === 'endAndKeepRinging') go(ended)
      else if (intent.kind === 'hold') go(heldBy)
      else if (intent.kind === 'resume') go(resumed)
      else if (intent.kind === 'toggleMute') mute(!model.muted)
      else if (intent.kind === 'setMute') mute(intent.muted)
    },
    ring: () => go(ringing),
    dial: () => {
      if (model.kind === 'idle') set({ kind: 'dialling', muted: false })
    },
    remoteEnds: () => (model.kind === 'dialling' ? set({ kind: 'active', muted: model.muted }) : go(ended)),
    answer: () => go(answered),
    end: () => go(ended),
    hold: () => go(heldBy),
    resume: () => go(resumed),
    toggleMute: () => mute(!model.muted),
  }
}
