/** How far a switch's clock is from the gateway's, so that its stamps can be put on the clock every other time is of. */

/** Differences up to this are the way of the message, not of the clocks. */
const toleranceMs = 2000

/** Gateway clock minus switch clock in milliseconds, learned anew when a stamp shows that either clock was set. */
export function learnOffset(offsetMs: number, stampMs: number, nowMs: number): number {
  const apartMs = nowMs - stampMs
  if (Math.abs(apartMs) <= toleranceMs) return 0
  return Math.abs(apartMs - offsetMs) <= toleranceMs ? offsetMs : apartMs
}
