/** Gives a wait its end: what has not settled in time is answered as timed out. */
import { type Answer, failed } from '#contract/failure'
import type { Clock } from '#contract/time'

export function withinTime<T>(wait: Promise<Answer<T>>, ms: number, clock: Clock): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(failed('timed-out')))
    wait.then(resolve, reject).finally(cancel)
  })
}
