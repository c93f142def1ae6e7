/** Tries something again later, each time waiting longer with full jitter, at most one try at a time. */
import type { Clock } from '#contract/time'
import { toBackoffMs } from '#main/desk/backoff'

export interface Retry {
  readonly isWaiting: boolean
  /** In place of a try that was waiting already. */
  later(task: () => void): void
  /** Forgets the try that waits, not how long the next one will wait. */
  cancel(): void
  /** The next wait is a short one again. */
  reset(): void
}

export function createRetry(clock: Clock, random: () => number): Retry {
  let attempt = 0
  let cancelWait: (() => void) | null = null
  const cancel = (): void => {
    cancelWait?.()
    cancelWait = null
  }
  return {
    get isWaiting() {
      return cancelWait !== null
    },
    later(task) {
      cancel()
      cancelWait = clock.after(toBackoffMs(attempt, random), () => {
        cancelWait = null
        task()
      })
      attempt += 1
    },
    cancel,
    reset() {
      attempt = 0
    },
  }
}
