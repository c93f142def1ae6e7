/** A call to which nothing has happened yet: incoming, unnamed, ringing. Every other begins as a change of it. */
import type { PhoneCall } from '#renderer/state/deskModel'

export function newCall(sipCallId: string, change: Partial<PhoneCall> = {}): PhoneCall {
  return {
    sipCallId,
    callId: null,
    direction: 'in',
    state: 'ringing',
    progress: null,
    number: null,
    name: null,
    muted: false,
    holdPending: false,
    ringingAtMs: 0,
    answeredAtMs: null,
    transfer: null,
    consultsFor: null,
    isConferenced: false,
    failure: null,
    ...change,
  }
}
