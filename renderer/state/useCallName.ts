/** Who a call of this phone is with: as the screen knows them, else the customer book, else what the network said. */
import { useEffect, useState } from 'react'
import type { PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'

/** null for nobody known: then there is only the number, or none. */
export function useCallName(call: PhoneCall): string | null {
  const { callerNames } = useActions()
  const [, setAsked] = useState(0)
  const shown = useDesk(({ caller }) =>
    caller !== null && isOf(call, caller) ? (caller.person?.name ?? caller.name) : null,
  )
  const colleague = useDesk(
    ({ centre }) => centre?.agents.find(({ extension }) => extension === call.number)?.name ?? null,
  )
  const { number } = call
  const known = number === null ? null : callerNames.peek(number)
  useEffect(() => {
    if (number === null || known !== undefined) return
    let isShown = true
    void callerNames.ask(number).then(() => isShown && setAsked((before) => before + 1))
    return () => {
      isShown = false
    }
  }, [callerNames, number, known])
  return shown ?? colleague ?? known?.name ?? call.name
}

function isOf(call: PhoneCall, caller: { readonly key: string; readonly callId: string | null }): boolean {
  return caller.key === call.sipCallId || (caller.callId !== null && caller.callId === call.callId)
}
