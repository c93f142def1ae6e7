/** Which page stands, and when the next one comes. */
import { useEffect, useState } from 'react'
import type { Slide } from '#renderer/state/wallboard/wallboardNumbers'

export interface SlideTurn {
  readonly slide: Slide
  readonly index: number
  readonly isTurning: boolean
  /** 1 for the next, -1 for the one before; the rotation then begins anew. */
  go(by: 1 | -1): void
  setTurning(isTurning: boolean): void
}

const nowhere: Slide = { page: 'overview', queueId: null }

/** `everySeconds` 0 for no rotation; nor is there one with a single page. */
export function useSlides(slides: readonly Slide[], everySeconds: number): SlideTurn {
  const [at, setAt] = useState(0)
  const [isWanted, setWanted] = useState(true)
  const count = slides.length
  const canTurn = everySeconds > 0 && count > 1
  const isTurning = isWanted && canTurn
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its whole time, also one that was chosen.
  useEffect(() => {
    if (!isTurning) return
    const timer = setTimeout(() => setAt((before) => before + 1), everySeconds * 1000)
    return () => clearTimeout(timer)
  }, [isTurning, everySeconds, at])
  // Queues come and go: the place in the row is kept, wherever the row ends now.
  const index = ((at % count) + count) % count
  return {
    slide: slides[index] ?? nowhere,
    index,
    isTurning,
    go: (by) => setAt((before) => before + by),
    setTurning: setWanted,
  }
}
