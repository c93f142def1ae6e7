/** Who a call of this phone is with: as the screen knows them, else the customer book, else what the network said. */

import { useEffect, useState } from 'react'
import { isLive } from '#renderer/phone/lines/lineBook'
import type { DeskModel, PhoneCall } from '#renderer/state/deskModel'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

export interface CallParty {
  /** null for nobody known: then there is only the number, or none. */
  readonly name: string | null
  readonly number: string | null
}

export function useCallParty(call: PhoneCall): CallParty {
  const { callerNames } = useActions()
  const store = useDeskStore()
  const [, setAsked] = useState(0)
  const shownName = useDesk((model) => {
    const caller = findShown(model, call)
    return caller?.person?.name ?? caller?.name ?? null
  })
  // A caller who was handed over on this call has another number than whom it was with.
  const shownNumber = useDesk((model) => findShown(model, call)?.number ?? null)
  const number = shownNumber ?? call.number
  // Looked up when the call changes, and not with every change of the floor.
  const { centre } = store.getState()
  const colleague = centre?.agents.find(({ extension }) => extension === number)?.name ?? null
  const known = number === null ? null : callerNames.peek(number)
  useEffect(() => {
    if (number === null || known !== undefined) return
    let isShown = true
    void callerNames.ask(number).then(() => isShown && setAsked((before) => before + 1))
    return () => {
      isShown = false
    }
  }, [callerNames, number, known])
  const said = number === call.number ? call.name : null
  return { name: shownName ?? colleague ?? known?.name ?? said, number }
}

/** The caller on the screen, where they are this call's. */
export function findShown(
  { caller, phone, me }: Pick<DeskModel, 'caller' | 'phone' | 'me'>,
  call: PhoneCall,
): DeskModel['caller'] {
  if (caller === null) return null
  if (caller.key === call.sipCallId || (caller.callId !== null && caller.callId === call.callId))
    return caller
  const isHere = caller.callId !== null && toCallId(me) === caller.callId
  return isHere && phone.calls.filter(isLive).length === 1 ? caller : null
}

function toCallId(me: DeskModel['me']): string | null {
  const activity = me?.activity
  return activity?.kind === 'talking' || activity?.kind === 'held' ? activity.callId : null
}
