/** Holds back for a moment what the page is told, where drawing it at once would delay what matters more. */
import type { Clock } from '#contract/time'

export interface HeldTelling {
  /** At once, or in its turn when the hold ends. */
  tell(task: () => void): void
  /** From now on until `release`, but no longer than `longestMs`; asked for again, the time begins anew. */
  hold(): void
  release(): void
}

export function createHeldTelling(clock: Clock, longestMs: number): HeldTelling {
  let held: (() => void)[] | null = null
  let cancelEnd: () => void = () => undefined
  const release = (): void => {
    cancelEnd()
    const tasks = held ?? []
    held = null
    for (const task of tasks) task()
  }
  return {
    tell(task) {
      if (held === null) task()
      else held.push(task)
    },
    hold() {
      held ??= []
      cancelEnd()
      cancelEnd = clock.after(longestMs, release)
    },
    release,
  }
}
