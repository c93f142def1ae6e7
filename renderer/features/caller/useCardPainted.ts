/** Marks the moment a new caller's card stands on the screen, for measuring the screen-pop. */
import { useLayoutEffect } from 'react'

export const cardPaintedMark = 'najva:card-painted'

/**
 * `key` null while there is no card. The frame callback runs just before the paint of the commit that showed the
 * card; a message posted from it arrives after that paint.
 */
export function useCardPainted(key: string | null): void {
  useLayoutEffect(() => {
    if (key === null) return
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      performance.mark(cardPaintedMark, { detail: { key } })
      channel.port1.close()
    }
    const frame = requestAnimationFrame(() => channel.port2.postMessage(null))
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [key])
}
