/** Calls a number of the page by the rules of the site. */
import type { CallId } from '#contract/ids'
import type { PhoneCall } from '#renderer/state/deskModel'
import { judgeOf } from '#renderer/state/phone/dialling'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

/** null where the phone is not here, or this number or this call is on the phone already. */
export function useCallNumber(number: string, callId: CallId | null = null): (() => void) | null {
  const store = useDeskStore()
  const { dial } = useActions()
  const canCall = useDesk(
    ({ phone }) =>
      phone.seat === 'granted' &&
      phone.link.kind === 'connected' &&
      phone.calls.every((call) => call.state === 'ended' || !isOf(call, number, callId)),
  )
  if (!canCall) return null
  return () => {
    const verdict = judgeOf(store.getState())(number)
    if (verdict.ok) void dial(verdict.wire)
  }
}

function isOf(call: PhoneCall, number: string, callId: CallId | null): boolean {
  return call.number === number || (callId !== null && call.callId === callId)
}
