/** Says how long to wait before a lost connection is tried again: full jitter, so that a floor never returns as one. */

const baseDelayMs = 500
const capDelayMs = 30_000

/**
 * Milliseconds to wait before retry number `attempt` (0 is the first after the loss), evenly drawn from zero to a
 * ceiling that doubles from 0.5 s to 30 s. `random` gives a number from 0 up to but not including 1.
 */
export function toReconnectDelayMs(attempt: number, random: () => number): number {
  return Math.floor(random() * toCeilingMs(attempt, capDelayMs))
}

/** A telephone system that has come back is found within this, on average in half of it. */
const longestRegisterDelayMs = 2500

/**
 * As above for the registration: every agent without a phone costs callers, so a small floor asks often. `spreadMs` is
 * the time a whole floor takes to come back (0 for a desk alone): the larger the floor, the longer each waits, so that
 * its registrations never come as one.
 */
export function toRegisterDelayMs(attempt: number, random: () => number, spreadMs: number): number {
  return Math.floor(random() * Math.max(toCeilingMs(attempt, longestRegisterDelayMs), spreadMs))
}

function toCeilingMs(attempt: number, longestMs: number): number {
  return Math.min(longestMs, baseDelayMs * 2 ** Math.min(Math.max(attempt, 0), 16))
}
