/** What an HTTP status says went wrong, and how long the CRM wants to be left alone. */
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'

/** Longest wait believed; a CRM that says more means "not today". */
const longestRetryMs = 24 * 3600 * 1000

/** Pure: the problem of a status outside 2xx. `who` begins the sentence. */
export function toStatusProblem(
  status: number,
  retryAfter: string | undefined,
  who: string,
  nowMs: number,
): CrmAnswer<never> {
  const detail = `${who} answered ${status}`
  if (status === 401 || status === 403) return hasProblem('refused', detail)
  if (status === 429 || status === 408 || status >= 500)
    return hasProblem('busy', detail, toRetryAfterMs(retryAfter, nowMs))
  if (status >= 400) return hasProblem('rejected', detail)
  return hasProblem('nonsense', detail)
}

/** Pure: `Retry-After` as seconds or a date (RFC 9110 section 10.2.3); null when there is none that can be read. */
export function toRetryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null
  const text = value.trim()
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : toDateMs(text) - nowMs
  if (Number.isNaN(waitMs)) return null
  return Math.min(Math.max(0, waitMs), longestRetryMs)
}

/** `Mon, 23 Nov 2026 06:00:00 GMT`; NaN for anything else, so that `5.5` or `-3` is not read as a year. */
function toDateMs(text: string): number {
  return /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN
}
