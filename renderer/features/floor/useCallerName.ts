/** The name of a waiting caller from the customer book, asked for only once the row has stayed in sight. */
import { useEffect, useState } from 'react'
import type { CallerName } from '#renderer/state/floor/floorCallers'
import { useActions } from '#renderer/state/useDesk.tsx'

/** Rows that fly by while one scrolls ask nothing. */
const stayMs = 120

/** null for nobody known, and until it is known. */
export function useCallerName(number: string | null): CallerName | null {
  const { callerNames } = useActions()
  const known = number === null ? null : callerNames.peek(number)
  const [, setAsked] = useState(0)
  useEffect(() => {
    if (number === null || known !== undefined) return
    let isShown = true
    const timer = setTimeout(() => {
      void callerNames.ask(number).then(() => isShown && setAsked((before) => before + 1))
    }, stayMs)
    return () => {
      isShown = false
      clearTimeout(timer)
    }
  }, [callerNames, number, known])
  return known ?? null
}
