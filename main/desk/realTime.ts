/** The machine's own clock, randomness and ids, for the entry points that build a desk. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from '#contract/time'

/** Node cuts longer delays to one millisecond. */
const longestDelayMs = 2_147_483_647

export function createRealClock(): Clock {
  return {
    nowMs: () => Date.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestDelayMs))
      return () => clearTimeout(timer)
    },
  }
}

/** 0 (included) to 1 (excluded), not to be guessed. */
export function randomFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32
}

/** 192 random bits, safe in an address. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url')
}
