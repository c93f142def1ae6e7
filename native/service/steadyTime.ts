/** Time that never goes back: echo rules must survive a wall clock that is set. */
import type { Clock } from '#contract/time'

/** How much time a step back may have hidden: more than any echo rule looks back, so that no press is lost to it. */
const hiddenMs = 5000

/** Milliseconds from an arbitrary beginning. */
export function createSteadyTime(clock: Clock): () => number {
  let last = clock.nowMs()
  let steady = last
  return () => {
    const now = clock.nowMs()
    steady += now < last ? hiddenMs : now - last
    last = now
    return steady
  }
}
