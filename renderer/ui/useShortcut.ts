/** Listens for one shortcut anywhere on the page while a part that owns it is shown. */
import { useEffect, useRef } from 'react'
import { matchesShortcut, type Shortcut } from '#renderer/ui/shortcuts'

/** `act` null: the key means nothing now and is left to the browser. */
export function useShortcut(shortcut: Shortcut, act: (() => void) | null): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const now = latest.current
      if (now === null || event.defaultPrevented || !matchesShortcut(event, shortcut)) return
      event.preventDefault()
      now()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [shortcut])
}
