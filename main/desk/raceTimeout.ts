/** Waits for an answer, but not for ever. */
import type { Clock } from '#contract/time'

/** The promise's value, or that of `onTimeout` when `limitMs` pass first; the timer never outlives the answer. */
export function raceTimeout<T>(
  clock: Clock,
  limitMs: number,
  promise: Promise<T>,
  onTimeout: () => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => resolve(onTimeout()))
    promise.then(resolve, reject).finally(cancel)
  })
}
