/** Beats every 20 ms for all conferences together, without drifting from the machine's clock. */
import { frameMs } from '#simulator/telephony'

export interface MediaClock {
  /** Runs `task` at every beat until the function returned is called. The first one is due at once. */
  onBeat(task: () => void): () => void
  close(): void
}

export interface MediaClockTime {
  /** Milliseconds from any fixed origin, with fractions: `performance.now`. */
  readonly nowMs: () => number
  readonly after: (delayMs: number, task: () => void) => () => void
  /** A surprise in one conference must not silence the others. */
  readonly onSurprise: (cause: unknown) => void
}

/** After a pause longer than this (a sleeping laptop) the beats missed are given up, not made up for. */
const longestDelayMs = 200
/** Beats made up for come at least this far apart, so that no receiver gets a burst. */
const shortestPauseMs = 10

export function createMediaClock(time: MediaClockTime): MediaClock {
  const tasks = new Set<() => void>()
  let cancelNext: (() => void) | null = null
  let dueMs = 0

  const beat = () => {
    for (const task of [...tasks]) {
      try {
        task()
      } catch (cause) {
        time.onSurprise(cause)
      }
    }
    dueMs = nextDue(dueMs, time.nowMs())
    schedule()
  }
  const schedule = () => {
    cancelNext = tasks.size === 0 ? null : time.after(pauseUntil(dueMs, time.nowMs()), beat)
  }

  return {
    onBeat(task) {
      tasks.add(task)
      if (cancelNext === null) {
        dueMs = time.nowMs()
        cancelNext = time.after(0, beat)
      }
      return () => {
        tasks.delete(task)
      }
    },
    close() {
      tasks.clear()
      cancelNext?.()
      cancelNext = null
    },
  }
}

function nextDue(dueMs: number, nowMs: number): number {
  const next = dueMs + frameMs
  return nowMs - next > longestDelayMs ? nowMs + frameMs : next
}

function pauseUntil(dueMs: number, nowMs: number): number {
  return dueMs <= nowMs ? shortestPauseMs : Math.max(shortestPauseMs / 2, dueMs - nowMs)
}
