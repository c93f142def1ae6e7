/** Time that never goes back: echo rules must survive a wall clock that is set. */
import type { Clock } from '#contract/time'

/** Milliseconds from an arbitrary beginning; a step back of the wall clock counts as no time at all. */
export function createSteadyTime(clock: Clock): () => number {
  let last = clock.nowMs()
  let steady = last
  return () => {
    const now = clock.nowMs()
    steady += Math.max(0, now - last)
    last = now
    return steady
  }
}
