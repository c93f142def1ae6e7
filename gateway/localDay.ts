/** The centre's calendar day: its key, and when the next one begins. */

/** `YYYY-MM-DD` of an instant in an IANA time zone. */
export function toDayKey(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}

const longestDayMs = 26 * 60 * 60 * 1000

/** The first millisecond of the next local day, found by halving: days of 23 or 25 hours come out right. */
export function nextDayMs(atMs: number, timeZone: string): number {
  const today = toDayKey(atMs, timeZone)
  let [before, after] = [atMs, atMs + longestDayMs]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (toDayKey(middle, timeZone) === today) before = middle
    else after = middle
  }
  return after
}
