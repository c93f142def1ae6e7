/** Marks the moment a new caller's card stands on the screen, for measuring the screen-pop. */
import { useLayoutEffect } from 'react'

export const cardPaintedMark = 'najva:card-painted'

/**
 * `key` null while there is no card. The frame callback runs just before the paint of the commit that showed the
 * card; the task asked for in it runs right after that paint, before anything else that waits.
 */
export function useCardPainted(key: string | null): void {
  useLayoutEffect(() => {
    if (key === null) return
    const mark = () => performance.mark(cardPaintedMark, { detail: { key } })
    const frame = requestAnimationFrame(() => void scheduler.postTask(mark, { priority: 'user-blocking' }))
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [key])
}
