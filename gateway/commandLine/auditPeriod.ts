/** Reads from when until when the log of monitoring is wanted, as a person writes it. */
import { nextDayMs, toDayKey } from '#gateway/localDay'

export interface AuditPeriod {
  readonly fromMs: number
  /** The first millisecond that is no part of it. */
  readonly untilMs: number
}

const day = /^\d{4}-\d{2}-\d{2}$/
/** RFC 3339: a time without its distance from UTC could be meant in two ways. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Days are whole days of the site's time zone, the last one included; null is no limit. A sentence when not understood. */
export function toAuditPeriod(
  from: string | null,
  to: string | null,
  timeZone: string,
): AuditPeriod | string {
  const fromMs = from === null ? 0 : toStartMs(from, timeZone)
  if (fromMs === null) return notUnderstood('--from', from ?? '')
  const lastMs = to === null ? Number.MAX_SAFE_INTEGER : toStartMs(to, timeZone)
  if (lastMs === null) return notUnderstood('--to', to ?? '')
  const untilMs = to !== null && day.test(to) ? nextDayMs(lastMs, timeZone) : lastMs
  return untilMs > fromMs ? { fromMs, untilMs } : 'The time of --to lies before that of --from.'
}

const notUnderstood = (option: string, text: string) =>
  `${option} needs a day such as 2026-11-23 or a time such as 2026-11-23T08:00:00Z, not "${text}".`

function toStartMs(text: string, timeZone: string): number | null {
  const ms = day.test(text) || instant.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) return null
  if (!day.test(text)) return ms
  // The day begins somewhere within the day before and the day after, as UTC counts; 30 February never does.
  if (new Date(ms).toISOString().slice(0, 10) !== text) return null
  let startMs = ms - 2 * 24 * 60 * 60 * 1000
  while (toDayKey(startMs, timeZone) < text) startMs = nextDayMs(startMs, timeZone)
  return startMs
}
