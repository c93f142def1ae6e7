/** The presence whose shape and word fit a call's state. Pure. */
import type { Presence } from '#contract/agent'
import type { PhoneCallState } from '#renderer/state/deskModel'

export function toPhoneMark(state: PhoneCallState): Presence {
  if (state === 'ringing' || state === 'held' || state === 'dialling') return state
  return state === 'connecting' ? 'dialling' : 'talking'
}
