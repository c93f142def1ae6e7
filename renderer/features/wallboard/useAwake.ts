/** Whether somebody is at the board: the pointer moved a moment ago, a key was pressed, or the focus is on a control. */
import { type RefObject, useEffect, useState } from 'react'

/** How long the controls stay after the last movement. */
const awakeMs = 4000

export function useAwake(place: RefObject<HTMLElement | null>): boolean {
  const [isAwake, setAwake] = useState(false)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = () => {
      clearTimeout(timer)
      setAwake(true)
      timer = setTimeout(() => setAwake(false), awakeMs)
    }
    const kinds = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
    for (const kind of kinds) element.addEventListener(kind, wake, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const kind of kinds) element.removeEventListener(kind, wake)
    }
  }, [place])
  return isAwake
}
