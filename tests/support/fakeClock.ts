/** A clock that stands still until a test moves it: timers fire in order of time, then of setting. */
import type { Clock } from '#contract/time'

export interface FakeClock extends Clock {
  /** Moves time forward, running every timer that falls due on the way, at its own time. */
  advance(ms: number): void
  /** Like `advance`, but lets promises settle before and after each timer. */
  advanceAsync(ms: number): Promise<void>
  /** Moves the wall clock without running timers, as an NTP step does. */
  step(ms: number): void
  /** Timers set and neither fired nor cancelled. */
  readonly pending: number
}

interface Timer {
  readonly dueMs: number
  readonly serial: number
  readonly task: () => void
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 23, 6, 0, 0)): FakeClock {
  let elapsedMs = 0
  let offsetMs = startMs
  let serial = 0
  const timers = new Set<Timer>()

  const nextDue = (limitMs: number): Timer | null => {
    let next: Timer | null = null
    for (const timer of timers) {
      if (timer.dueMs > limitMs) continue
      if (
        next === null ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.serial < next.serial)
      )
        next = timer
    }
    return next
  }

  const fire = (timer: Timer): void => {
    timers.delete(timer)
    elapsedMs = Math.max(elapsedMs, timer.dueMs)
    timer.task()
  }

  return {
    nowMs: () => offsetMs + elapsedMs,
    after(delayMs, task) {
      serial += 1
      const timer: Timer = { dueMs: elapsedMs + Math.max(0, delayMs), serial, task }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advance(ms) {
      const untilMs = elapsedMs + ms
      for (let timer = nextDue(untilMs); timer !== null; timer = nextDue(untilMs)) fire(timer)
      elapsedMs = untilMs
    },
    async advanceAsync(ms) {
      const untilMs = elapsedMs + ms
      await settle()
      for (let timer = nextDue(untilMs); timer !== null; timer = nextDue(untilMs)) {
        fire(timer)
        await settle()
      }
      elapsedMs = untilMs
    },
    step(ms) {
      offsetMs += ms
    },
    get pending() {
      return timers.size
    },
  }
}

/** Lets everything already promised happen. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
