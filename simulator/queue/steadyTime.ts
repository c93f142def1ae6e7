/** The floor's own time: the clock's, but never going back when the machine's clock is set back. */
import type { Clock } from '#contract/time'

/** After a step back the time goes on from where it was, ahead of the machine, so that every delay stays true. */
export function createSteadyTime(clock: Clock): () => number {
  let lastMs = clock.nowMs()
  let aheadMs = 0
  return () => {
    const nowMs = clock.nowMs() + aheadMs
    if (nowMs < lastMs) aheadMs += lastMs - nowMs
    lastMs = Math.max(lastMs, nowMs)
    return lastMs
  }
}
