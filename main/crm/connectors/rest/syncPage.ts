/** One page of a full load or a delta, asked for and read as the template says. */

import type { PageOrder, SourceCard, SyncPage } from '#main/crm/connector/connector'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import type { CrmReply, CrmRequest } from '#main/crm/connector/http/crmHttp'
import type { Asker } from '#main/crm/connectors/rest/asker'
import {
  firstPlace,
  type Place,
  readPlace,
  toClockMs,
  toNext,
  toSince,
  writePlace,
} from '#main/crm/connectors/rest/paging'
import { asReading } from '#main/crm/connectors/rest/readingProblem'
import type { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'
import { type Path, readAll, readList } from '#main/crm/connectors/rest/template/path'
import type { RequestTemplate } from '#main/crm/connectors/rest/template/requestTemplate'
import type { Paging, SyncTemplate } from '#main/crm/connectors/rest/template/template'
import { toNumber, toText } from '#main/crm/connectors/rest/template/transforms'
import { toChangedAtMs, toPersonId, toSourceCard } from '#main/crm/connectors/rest/toCard'
import { toGivenAddress, toRequest } from '#main/crm/connectors/rest/toRequest'

export interface SyncParts {
  readonly asker: Asker
  /** The template's url. */
  readonly base: string
  readonly sync: SyncTemplate
  readonly card: CardTemplate
  readonly nowMs: () => number
}

const what = 'sync page'

export async function askPage(
  parts: SyncParts,
  order: PageOrder,
  signal: AbortSignal,
): Promise<CrmAnswer<SyncPage>> {
  const place = readPlace(order.cursor)
  const gonePages = parts.sync.delta?.gone?.pages
  if (place.phase === 'gone' && gonePages !== undefined)
    return askGone(parts, gonePages, order, place, signal)
  const pages = parts.sync[order.kind]
  if (pages === undefined) return hasProblem('misconfigured', `The template has no ${order.kind} sync`)
  const reply = await askOne(parts, pages, order, place, signal)
  if (!reply.ok) return reply
  const { body, headers } = reply.value
  const people = readList(pages.people, body)
  if (people === null)
    return hasProblem('nonsense', `${what}: the answer has no list of people where one is expected`)
  const total = pages.total === undefined ? null : toNumber(readAll(pages.total, body)[0])
  const next = toNext(pages.paging, place, { body, headers, rows: people.length, total })
  if (!next.ok) return next
  const gone = order.kind === 'delta' ? toGone(parts, people, body) : { ids: [], alive: people }
  const reached = toReached(parts, place, reply.value, people)
  const cards = gone.alive.map((person) => toCard(parts, person))
  return answered({ ...toEnd(parts, order, reached, next.value), cards, gone: gone.ids, total })
}

/** The people who went, asked for apart after the last page of people. */
async function askGone(
  parts: SyncParts,
  pages: { readonly request: RequestTemplate; readonly ids: Path; readonly paging: Paging },
  order: PageOrder,
  place: Place,
  signal: AbortSignal,
): Promise<CrmAnswer<SyncPage>> {
  const reply = await askOne(parts, pages, order, place, signal)
  if (!reply.ok) return reply
  const { body, headers } = reply.value
  const gone = toIds(pages.ids, body)
  const next = toNext(pages.paging, place, { body, headers, rows: gone.length, total: null })
  if (!next.ok) return next
  const reached = { ...place, seen: place.seen + gone.length }
  return answered({ ...toEnd(parts, order, reached, next.value), cards: [], gone, total: null })
}

async function askOne(
  { asker, base, sync }: SyncParts,
  { request, paging }: { readonly request: RequestTemplate; readonly paging: Paging },
  { since }: PageOrder,
  { at }: Place,
  signal: AbortSignal,
): Promise<CrmAnswer<CrmReply>> {
  const values = {
    since,
    size: sync.size,
    cursor: paging.by === 'cursor' ? (at ?? paging.first ?? null) : null,
    page: paging.by === 'page' ? Number(at ?? paging.first) : null,
    offset: paging.by === 'offset' ? Number(at ?? 0) : null,
  }
  const first: CrmRequest = toRequest(base, request, values, what)
  if (at === null || (paging.by !== 'url' && paging.by !== 'link'))
    return asReading(await asker.ask(first, signal))
  const url = toGivenAddress(base, at, what)
  if (!url.ok) return url
  return asReading(await asker.ask({ ...first, method: 'GET', body: null, url: url.value }, signal))
}

function toCard({ card, nowMs }: SyncParts, person: unknown): SourceCard {
  return toSourceCard(card, person, nowMs()) ?? { card: null, changedAtMs: null }
}

function toGone(
  { sync, card }: SyncParts,
  people: readonly unknown[],
  body: unknown,
): { readonly ids: readonly string[]; readonly alive: readonly unknown[] } {
  const gone = sync.delta?.gone
  const when = gone?.when
  const isGone = (person: unknown): boolean =>
    when !== undefined && String(readAll(when.at, person)[0]) === String(when.is)
  const marked = people.filter(isGone).flatMap((person) => toPersonId(card, person) ?? [])
  const named = gone?.ids === undefined ? [] : toIds(gone.ids, body)
  return { ids: [...named, ...marked], alive: people.filter((person) => !isGone(person)) }
}

function toIds(path: Path, body: unknown): readonly string[] {
  return readAll(path, body).flatMap((id) => toText(id) ?? [])
}

/** What this page adds to what a sync has to remember. */
function toReached(
  { sync, card }: SyncParts,
  place: Place,
  reply: CrmReply,
  people: readonly unknown[],
): Place {
  const stamps = people.flatMap((person) => toChangedAtMs(card, person) ?? [])
  const newestMs = [place.newestMs, ...stamps].reduce<number | null>(
    (newest, each) => (each === null ? newest : Math.max(newest ?? each, each)),
    null,
  )
  const given = sync.since?.from === 'body' ? toText(readAll(sync.since.at, reply.body)[0]) : null
  return {
    ...place,
    seen: place.seen + people.length,
    newestMs,
    clockMs: place.clockMs ?? toClockMs(reply.headers),
    // Of several, the first: what changed while the pages came has to come again.
    since: place.since ?? given,
  }
}

/** The end of the page: the next one, the other phase, or the beginning of the next delta. */
function toEnd(
  { sync }: SyncParts,
  order: PageOrder,
  reached: Place,
  next: string | null,
): Pick<SyncPage, 'next' | 'since'> {
  if (next !== null) return { next: writePlace({ ...reached, at: next }), since: null }
  const hasGonePages = order.kind === 'delta' && sync.delta?.gone?.pages !== undefined
  if (hasGonePages && reached.phase === 'people')
    return { next: writePlace({ ...reached, phase: 'gone', at: firstPlace.at, seen: 0 }), since: null }
  const since = sync.delta === undefined ? null : toSince(sync.since, reached, order.since)
  return { next: null, since }
}
