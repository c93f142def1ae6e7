/** The machine's own clock, for tests against real sockets and browsers. */
import type { Clock } from '#contract/time'

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}
