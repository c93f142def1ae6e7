/** The pop-out card's call, and what its buttons do, for a card that this page draws itself. */
import { useMemo } from 'react'
import type { PopOutCall, PopOutPress } from '#contract/popOut'
import { carryOutPress, toPopOutCall } from '#renderer/state/popOut/popOutCall'
import { useActions, useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'

export interface PopOutUse {
  /** null without a call. */
  readonly call: PopOutCall | null
  /** For the call shown. */
  press(press: PopOutPress): void
}

export function usePopOutCall(): PopOutUse {
  const store = useDeskStore()
  const actions = useActions()
  // Drawn anew when it says something else, and not with every change of the floor.
  const text = useDesk((model) => JSON.stringify(toPopOutCall(model)))
  const call = useMemo(() => JSON.parse(text) as PopOutCall | null, [text])
  return {
    call,
    press(press) {
      if (call !== null) carryOutPress(store.getState().phone.call, call.sipCallId, press, actions)
    },
  }
}
