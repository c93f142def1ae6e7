/** The live model as the floor shows it: at most one new picture in each frame, however often it changes. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Centre } from '#contract/centre'
import { useDeskStore } from '#renderer/state/useDesk.tsx'

/** A window nobody sees draws no frames, and needs none. */
export function useFloorCentre(): Centre | null {
  const store = useDeskStore()
  const [centre, setCentre] = useState(() => store.getState().centre)
  useEffect(() => {
    let frame: number | null = null
    let shown: Centre | null = null
    const look = (): void => {
      frame = null
      shown = store.getState().centre
      // In the frame that was waited for, not in the one after it.
      flushSync(() => setCentre(shown))
    }
    const ask = (): void => {
      if (frame === null && store.getState().centre !== shown) frame = requestAnimationFrame(look)
    }
    ask()
    const stop = store.subscribe(ask)
    return () => {
      stop()
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [store])
  return centre
}
