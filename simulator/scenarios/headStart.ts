/** A clock that begins in the past and catches up in an instant: a floor that has been at work when it is first seen. */
import type { Clock } from '#contract/time'

export interface HeadStart {
  /** Behind the machine's clock until it has caught up, and the same from then on. */
  readonly clock: Clock
  /** Runs every timer that is due by now, each at its own instant, in order; what is due later goes on in real time. */
  catchUp(): void
}

interface Timer {
  readonly dueMs: number
  readonly task: () => void
  cancel: () => void
}

/** `agoMs` 0 is no head start. */
export function createHeadStart(clock: Clock, agoMs: number): HeadStart {
  const timers = new Set<Timer>()
  let pastMs: number | null = clock.nowMs() - agoMs
  const nextDue = (untilMs: number): Timer | null => {
    let next: Timer | null = null
    for (const timer of timers) {
      // Of two that are due at once the first that was set goes first, as on a real clock.
      if (timer.dueMs <= untilMs && (next === null || timer.dueMs < next.dueMs)) next = timer
    }
    return next
  }
  return {
    clock: {
      nowMs: () => pastMs ?? clock.nowMs(),
      after(delayMs, task) {
        if (pastMs === null) return clock.after(delayMs, task)
        const timer: Timer = {
          dueMs: pastMs + Math.max(0, delayMs),
          task,
          cancel: () => void timers.delete(timer),
        }
        timers.add(timer)
        return () => timer.cancel()
      },
    },
    catchUp() {
      const nowMs = clock.nowMs()
      for (let timer = nextDue(nowMs); timer !== null; timer = nextDue(nowMs)) {
        timers.delete(timer)
        pastMs = timer.dueMs
        timer.task()
      }
      pastMs = null
      for (const timer of timers) timer.cancel = clock.after(timer.dueMs - nowMs, timer.task)
      timers.clear()
    },
  }
}
