/** Listens for one shortcut that means something for as long as it is held down. */
import { useEffect, useRef } from 'react'
import { matchesShortcut, type Shortcut } from '#renderer/ui/shortcuts'

/** `act` is told of the press and of the release, also when the page loses the keyboard; null: the key means nothing. */
export function useHeldShortcut(shortcut: Shortcut, act: ((isHeld: boolean) => void) | null): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    let isHeld = false
    const tell = (held: boolean) => {
      if (held === isHeld) return
      isHeld = held
      latest.current?.(held)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (latest.current === null || event.defaultPrevented) return
      if (event.code === shortcut.code && isHeld) event.preventDefault()
      if (!matchesShortcut(event, shortcut)) return
      event.preventDefault()
      tell(true)
    }
    // Alt may be let go of first: then the key's own release still ends it.
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.code === shortcut.code || (shortcut.alt === true && event.key === 'Alt')) tell(false)
    }
    const onBlur = () => tell(false)
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keyup', onKeyUp)
    window.addEventListener('blur', onBlur)
    return () => {
      tell(false)
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keyup', onKeyUp)
      window.removeEventListener('blur', onBlur)
    }
  }, [shortcut])
}
