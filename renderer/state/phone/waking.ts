/** Notices that the machine slept: a page is not told of it, but its timers come late by the time it was away. */
import type { Clock } from '#contract/time'

const beatMs = 5_000
/** A page out of sight may have its timers held back to one a minute; a check too many does no harm. */
const lateMs = 10_000

/** Calls `onWoken` each time a beat came late. */
export function watchForWaking(clock: Clock, onWoken: () => void): () => void {
  let cancel: () => void = () => undefined
  const beat = () => {
    const beganMs = clock.nowMs()
    cancel = clock.after(beatMs, () => {
      const lateByMs = clock.nowMs() - beganMs - beatMs
      beat()
      if (lateByMs > lateMs) onWoken()
    })
  }
  beat()
  return () => cancel()
}
