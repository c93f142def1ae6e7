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

/** A call being answered counts as active at once: a headset wants its answer acknowledged within two seconds. */
export function toHeadsetCalls(call: PhoneCall | null): HeadsetCallModel {
  switch (call?.state) {
    case undefined:
    case 'ended':
      return { kind: 'idle', muted: false }
    case 'ringing':
      return { kind: 'incoming', muted: false }
    case 'dialling':
    case 'connecting':
    case 'talking':
      return { kind: 'active', muted: call.muted }
    case 'held':
      return { kind: 'held', muted: call.muted }
  }
}

/**
 * This phone has one call at a time. Of the asks that speak of two, `swap` holds or resumes the one there is,
 * `endAndKeepRinging` ends it, and `holdAndAnswer` answers one that rings.
 */
export function toPhoneAct(intent: HeadsetIntent, call: PhoneCall | null): PhoneAct | null {
  if (call === null || call.state === 'ended') return null
  if (call.state === 'ringing') return toRingingAct(intent)
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

function toRingingAct(intent: HeadsetIntent): PhoneAct | null {
  if (intent.kind === 'answer' || intent.kind === 'holdAndAnswer') return { kind: 'answer' }
  return intent.kind === 'reject' ? { kind: 'decline' } : null
}

function toHoldAct(asked: 'hold' | 'resume' | 'swap', call: PhoneCall): PhoneAct | null {
  if (call.holdPending || call.state === 'connecting') return null
  const isHeld = call.state === 'held'
  if (asked === 'swap' || (asked === 'hold') !== isHeld) return { kind: 'setHeld', held: !isHeld }
  return null
}
