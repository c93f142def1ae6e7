/** How long to wait before trying again, so that a thousand desks do not come back in the same second. */

/** Longest wait: 30 s. */
export const maxBackoffMs = 30_000
const baseBackoffMs = 500

/** Full jitter: anywhere from 0 to 0.5 s doubled `attempt` times (0 is the first), never above 30 s. */
export function toBackoffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(maxBackoffMs, baseBackoffMs * 2 ** Math.min(attempt, 16))
  return Math.floor(random() * ceilingMs)
}
