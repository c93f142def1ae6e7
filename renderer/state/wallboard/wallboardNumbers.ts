/** The numbers of a wallboard: the chosen queues together, each in a line, their people by state, and who waits. */
import { type Agent, canBeOffered, type Presence, presences, toPresence } from '#contract/agent'
import { type AlertSettings, type AlertThresholds, toThresholds } from '#contract/alertSettings'
import type { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { type QueueRecent, toServiceLevel } from '#contract/queue'
import type { WallboardPage, WallboardSettings } from '#contract/wallboardSettings'
import type { QueueRow } from '#renderer/state/floor/floorQueues'
import { type DrawnSeries, sampleEveryMs } from '#renderer/state/wallboard/wallboardSeries'

/** One picture of the board: a page, and for the page of one queue which. */
export interface Slide {
  readonly page: WallboardPage
  readonly queueId: QueueId | null
}

/** The pages in their order; that of one queue once for each queue. With nothing to see there is one page to say so. */
export function toSlides(settings: WallboardSettings, queueIds: readonly QueueId[]): readonly Slide[] {
  const slides = settings.pages.flatMap((page): Slide[] =>
    page === 'queue' ? queueIds.map((queueId) => ({ page, queueId })) : [{ page, queueId: null }],
  )
  return slides.length === 0 ? [{ page: 'overview', queueId: null }] : slides
}

/** Of the chosen queues those that are there; all while none is chosen. */
export function toChosenQueues(centre: Centre, { queueIds }: WallboardSettings): readonly QueueId[] {
  const all = centre.queues.map(({ id }) => id)
  return queueIds.length === 0 ? all : queueIds.filter((id) => all.includes(id))
}

export interface Totals {
  readonly waiting: number
  /** When the one who waits longest joined; null while nobody waits. */
  readonly longestSinceMs: number | null
  readonly free: number
  readonly handled: number
  readonly abandoned: number
  /** From 0 to 1; null for 0/0. */
  readonly levelRecent: number | null
  readonly levelToday: number | null
}

export function toTotals(rows: readonly QueueRow[], people: readonly Agent[]): Totals {
  const sinces = rows.flatMap(({ longestSinceMs }) => longestSinceMs ?? [])
  const recents = rows.flatMap(({ queue }) => queue.recent ?? [])
  const sum = (value: (row: QueueRow) => number) => rows.reduce((total, row) => total + value(row), 0)
  return {
    waiting: sum((row) => row.waiting),
    longestSinceMs: sinces.length === 0 ? null : Math.min(...sinces),
    free: people.filter(canBeOffered).length,
    handled: sum(({ queue }) => queue.today.handled),
    abandoned: sum(({ queue }) => queue.today.abandoned),
    levelRecent: toServiceLevel(addUp(recents)),
    levelToday: toServiceLevel(addUp(rows.map(({ queue }) => queue.today))),
  }
}

function addUp(counts: readonly QueueRecent[]): QueueRecent {
  const sum = (value: (each: QueueRecent) => number) => counts.reduce((total, each) => total + value(each), 0)
  return {
    handled: sum((each) => each.handled),
    handledInTime: sum((each) => each.handledInTime),
    abandoned: sum((each) => each.abandoned),
    abandonedShort: sum((each) => each.abandonedShort),
  }
}

/** Who is a member of one of these queues and signed in; once, in however many of them they are. */
export function toPeople(centre: Centre, queueIds: readonly QueueId[]): Agent[] {
  const chosen = new Set(queueIds)
  return centre.agents.filter(
    (agent) => toPresence(agent) !== 'offline' && agent.queueIds.some((id) => chosen.has(id)),
  )
}

const barOrder = presences.filter((presence) => presence !== 'offline')

export function countByState(people: readonly Agent[]): readonly { presence: Presence; count: number }[] {
  const counts = new Map<Presence, number>()
  for (const agent of people) {
    const presence = toPresence(agent)
    counts.set(presence, (counts.get(presence) ?? 0) + 1)
  }
  return barOrder.flatMap((presence) => {
    const count = counts.get(presence) ?? 0
    return count === 0 ? [] : [{ presence, count }]
  })
}

export type WaitingCaller = Call & { readonly queueId: QueueId; readonly state: { readonly kind: 'waiting' } }

/** Longest first, whatever queue they are in. */
export function toWaitingCallers(centre: Centre, queueIds: readonly QueueId[]): readonly WaitingCaller[] {
  const chosen = new Set(queueIds)
  const isOne = (call: Call): call is WaitingCaller =>
    call.state.kind === 'waiting' && call.queueId !== null && chosen.has(call.queueId)
  return centre.calls.filter(isOne).toSorted((one, other) => toSinceMs(one) - toSinceMs(other))
}

export const toSinceMs = ({ queuedAtMs, enteredAtMs }: Pick<Call, 'queuedAtMs' | 'enteredAtMs'>) =>
  queuedAtMs ?? enteredAtMs

/** For several queues together the strictest of what is kept and waited. */
export function toBoardThresholds(settings: AlertSettings, queueIds: readonly QueueId[]): AlertThresholds {
  const each = queueIds.map((id) => toThresholds(settings, id))
  const kept = each.flatMap(({ serviceLevel }) => serviceLevel ?? [])
  const waits = each.flatMap(({ longestWaitMs }) => longestWaitMs ?? [])
  return {
    ...settings.all,
    serviceLevel: kept.length === 0 ? null : Math.max(...kept),
    longestWaitMs: waits.length === 0 ? null : Math.min(...waits),
  }
}

/** How far back a figure is compared to say where it goes. */
export const trendOverMs = 5 * 60_000

/** The value now less that of five minutes ago; null where either is not known. */
export function toTrend(
  { atMs }: Pick<DrawnSeries, 'atMs'>,
  values: readonly (number | null)[],
): number | null {
  const last = values.length - 1
  const before = last - Math.round(trendOverMs / sampleEveryMs)
  const [now, then] = [values[last], values[before]]
  if (now === null || now === undefined || then === null || then === undefined) return null
  // Samples of a page that slept lie further apart: what is older than twice the time tells nothing of a trend.
  return (atMs[last] ?? 0) - (atMs[before] ?? 0) > 2 * trendOverMs ? null : now - then
}

/** A telephone number for everybody in the room to see: its last four digits. */
export function toMasked(number: string): string {
  return number.length <= 4 ? number : `••• ${number.slice(-4)}`
}
