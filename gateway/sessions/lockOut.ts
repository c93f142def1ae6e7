/** Counts wrong passwords per user name and locks it for a while, longer with every lock in a row. */
import type { Clock } from '#contract/time'

export const attemptsBeforeLock = 5
/** The first lock; each one after it without a right password between is twice as long, up to the longest. */
const firstLockMs = 60_000
const longestLockMs = 15 * 60_000
/** A name with no attempt for this long starts anew. */
const forgetMs = 60 * 60_000
/** Names that exist in nobody's list must not fill the memory. */
const maxNames = 10_000

export interface LockOut {
  /** Counts an attempt before its password is looked at. Milliseconds until the next is allowed; 0 lets it in. */
  attempt(userName: string): number
  /** The password was right: the name is clean. */
  succeed(userName: string): void
}

interface Attempts {
  readonly count: number
  readonly locks: number
  readonly lockedUntilMs: number
  readonly lastAtMs: number
}

export function createLockOut(clock: Clock): LockOut {
  const names = new Map<string, Attempts>()
  return {
    attempt(userName) {
      const name = userName.toLowerCase()
      const nowMs = clock.nowMs()
      const known = names.get(name)
      const before = known === undefined || nowMs - known.lastAtMs > forgetMs ? unknown : known
      if (before.lockedUntilMs > nowMs) return before.lockedUntilMs - nowMs
      const after = countAttempt(before, nowMs)
      names.delete(name)
      names.set(name, after)
      const oldest = names.keys().next()
      if (names.size > maxNames && oldest.done !== true) names.delete(oldest.value)
      return 0
    },
    succeed: (userName) => {
      names.delete(userName.toLowerCase())
    },
  }
}

const unknown: Attempts = { count: 0, locks: 0, lockedUntilMs: 0, lastAtMs: 0 }

/** The last allowed attempt locks at once: only a right password opens again before the time is over. */
function countAttempt(before: Attempts, nowMs: number): Attempts {
  const count = before.count + 1
  if (count < attemptsBeforeLock) return { ...before, count, lastAtMs: nowMs }
  const lockMs = Math.min(longestLockMs, firstLockMs * 2 ** before.locks)
  return { count: 0, locks: before.locks + 1, lockedUntilMs: nowMs + lockMs, lastAtMs: nowMs }
}
