/** Calls a number of the page by the rules of the site. */
import type { CallId } from '#contract/ids'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { judgeOf } from '#renderer/state/phone/dialling'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

/** null where the phone is not here, or this number or this call is on the phone already. */
export function useCallNumber(number: string, callId: CallId | null = null): (() => void) | null {
  const dialNumber = useDialNumber()
  const canCall = useDesk(
    ({ phone }) =>
      phone.seat === 'granted' && phone.link.kind === 'connected' && !isOnPhone(phone, number, callId),
  )
  return canCall ? () => dialNumber(number) : null
}

/** What is no number by the rules of the site is not dialled; a call that is talked in is held, as by the dialler. */
export function useDialNumber(): (number: string) => void {
  const store = useDeskStore()
  const { dial } = useActions()
  return (number) => {
    const verdict = judgeOf(store.getState())(number)
    if (verdict.ok) void dial(verdict.wire)
  }
}

export function isOnPhone(
  { calls }: Pick<DeskModel['phone'], 'calls'>,
  number: string,
  callId: CallId | null = null,
): boolean {
  return calls.some((call) => call.state !== 'ended' && isOf(call, number, callId))
}

function isOf(call: PhoneCall, number: string, callId: CallId | null): boolean {
  return call.number === number || (callId !== null && call.callId === callId)
}
