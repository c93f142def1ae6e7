/** The machine's own clock and randomness, for the gateway's command line. */
import { randomInt } from 'node:crypto'
import type { Clock } from '#contract/time'

/** Node cuts longer delays to one millisecond. */
const longestDelayMs = 2_147_483_647

export const realClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestDelayMs))
    return () => clearTimeout(timer)
  },
}

/** 0 (included) to 1 (excluded). */
export function randomFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32
}
