/** Holds back what the page is told while an answer is made: drawing it would take the very time the sound needs. */
import type { Clock } from '#contract/time'

export interface HeldTelling {
  /** At once, or in its turn when the hold ends. */
  tell(task: () => void): void
  /** From now on until `release`, but no longer than a person takes for at once. */
  hold(): void
  release(): void
}

/** Below this a person sees cause and effect as one. */
const longestHoldMs = 100

export function createHeldTelling(clock: Clock): HeldTelling {
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
      if (held !== null) return
      held = []
      cancelEnd = clock.after(longestHoldMs, release)
    },
    release,
  }
}
