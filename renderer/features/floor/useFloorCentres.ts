/** The live model as the floor shows it: at most one new picture in each frame, however often it changes. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { type FloorCentres, isShown, showNext, toCentres } from '#renderer/features/floor/floorTurns'
import { useDeskStore } from '#renderer/state/useDesk.tsx'

/** Where a frame takes longer than this, in milliseconds, a pane would wait long for its turn: they are drawn together. */
const slowFrameMs = 25

/** A window nobody sees draws no frames, and needs none. */
export function useFloorCentres(): FloorCentres | null {
  const store = useDeskStore()
  const [centres, setCentres] = useState(() => {
    const { centre } = store.getState()
    return centre === null ? null : toCentres(centre)
  })
  useEffect(() => {
    let frame: number | null = null
    let shown: FloorCentres | null = null
    let turn = 0
    /** When the last turn was, while another follows in the next frame. */
    let lastAtMs: number | null = null
    const isBehind = (): boolean => {
      const { centre } = store.getState()
      return centre === null || shown === null ? centre !== shown : !isShown(shown, centre)
    }
    const look = (atMs: number): void => {
      frame = null
      const { centre } = store.getState()
      const isSlow = lastAtMs !== null && atMs - lastAtMs > slowFrameMs
      if (centre === null) shown = null
      else shown = shown === null || isSlow ? toCentres(centre) : showNext(shown, centre, turn)
      turn += 1
      // In the frame that was waited for, not in the one after it.
      flushSync(() => setCentres(shown))
      lastAtMs = isBehind() ? atMs : null
      ask()
    }
    const ask = (): void => {
      if (frame === null && isBehind()) frame = requestAnimationFrame(look)
    }
    frame = requestAnimationFrame(look)
    const stop = store.subscribe(ask)
    return () => {
      stop()
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [store])
  return centres
}
