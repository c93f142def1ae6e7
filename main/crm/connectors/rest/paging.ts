/** Where a sync is, and where it goes on: everything a restart needs is in the cursor itself. */
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import { toNextLink } from '#main/crm/connector/http/linkHeader'
import { readAll } from '#main/crm/connectors/rest/template/path'
import type { Paging, Since } from '#main/crm/connectors/rest/template/template'
import { toText } from '#main/crm/connectors/rest/template/transforms'

/** What stands in `PageOrder.cursor`, as JSON. */
const Place = z.strictObject({
  /** People first, then those who went, where the CRM is asked for them apart. */
  phase: z.enum(['people', 'gone']),
  /** The page, the offset, the CRM's cursor or the next address; null for the first page of the phase. */
  at: z.string().max(8000).nullable(),
  /** Rows so far in this phase. */
  seen: z.number().int().nonnegative(),
  /** The CRM's clock at the first page, ms; null where it did not say. */
  clockMs: z.number().nullable(),
  /** The newest change so far, ms; null for none. */
  newestMs: z.number().nullable(),
  /** What the CRM itself gave as the beginning of the next delta. */
  since: z.string().max(8000).nullable(),
})
export type Place = z.infer<typeof Place>

export const firstPlace: Place = {
  phase: 'people',
  at: null,
  seen: 0,
  clockMs: null,
  newestMs: null,
  since: null,
}

/** A cursor of another template, or of an older version of it, is not understood: the load begins anew. */
export function readPlace(cursor: string | null): Place {
  if (cursor === null) return firstPlace
  try {
    const parsed = Place.safeParse(JSON.parse(cursor))
    return parsed.success ? parsed.data : firstPlace
  } catch {
    return firstPlace
  }
}

export function writePlace(place: Place): string {
  return JSON.stringify(place)
}

export interface PageFacts {
  readonly body: unknown
  readonly headers: IncomingHttpHeaders
  /** How many rows this page had. */
  readonly rows: number
  /** How many the whole phase has; null when the CRM does not say. */
  readonly total: number | null
}

/**
 * Pure: where the next page is, null after the last. A page shorter than asked for is not the last: many CRMs give
 * fewer than they are asked for; an empty one is, and so is the one that makes the total full.
 */
export function toNext(
  paging: Paging,
  place: Place,
  { body, headers, rows, total }: PageFacts,
): CrmAnswer<string | null> {
  const seen = place.seen + rows
  const isFull = rows === 0 || (total !== null && seen >= total)
  switch (paging.by) {
    case 'nothing':
      return answered(null)
    case 'page':
      return answered(isFull ? null : String(Number(place.at ?? paging.first) + 1))
    case 'offset':
      return answered(isFull ? null : String(Number(place.at ?? 0) + rows))
    case 'cursor':
    case 'url':
      return toNew(place, toText(readAll(paging.at, body)[0]))
    case 'link':
      return toNew(place, toNextLink(headers.link))
  }
}

/** A CRM that names the page it has just given would be asked for ever. */
function toNew(place: Place, next: string | null): CrmAnswer<string | null> {
  if (next !== null && next === place.at)
    return hasProblem('nonsense', 'sync: the next page is the same again')
  if (next !== null && next.length > 8000)
    return hasProblem('nonsense', 'sync: the next page’s mark is too long')
  return answered(next)
}

/** Pure: the CRM's own clock, by the `Date` header every server sends (RFC 9110 section 6.6.1). */
export function toClockMs(headers: IncomingHttpHeaders): number | null {
  const ms = Date.parse(headers.date ?? '')
  return Number.isNaN(ms) ? null : ms
}

/** Pure: from where the next delta begins; `before` is where this one did. null where there are no deltas. */
export function toSince(since: Since | undefined, place: Place, before: string | null): string | null {
  switch (since?.from) {
    case undefined:
      return null
    case 'body':
      return place.since ?? before
    case 'clock':
      return place.clockMs === null
        ? before
        : formatMoment(Math.max(0, place.clockMs - since.overlapSeconds * 1000), since.as)
    case 'newest':
      // Nothing has changed: the next delta begins where this one did.
      return place.newestMs === null
        ? (before ?? formatMoment(0, since.as))
        : formatMoment(place.newestMs, since.as)
  }
}

export function formatMoment(ms: number, as: 'iso' | 'seconds' | 'milliseconds'): string {
  if (as === 'milliseconds') return String(ms)
  return as === 'seconds' ? String(Math.floor(ms / 1000)) : new Date(ms).toISOString()
}
