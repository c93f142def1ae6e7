/**
 * What a supervisor is alerted to. Each alert has an id that stays the same while the matter lasts, and one that began
 * to stand needs more to go than to come, so that nothing flaps.
 */
import type { AlertSettings } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import { type Alert, type AlertSeverity, alertKinds } from '#renderer/state/alerts/alert'
import { type AlertBook, keepBook, toRaised } from '#renderer/state/alerts/alertBook'
import { findMatters, type WatchedLinks } from '#renderer/state/alerts/alertMatters'

export interface AlertsModel {
  /** Most pressing first. Of an agent's desk always empty. */
  readonly list: readonly Alert[]
  /** Until when an alert is muted, by its id, by the gateway's clock. */
  readonly mutedUntilMs: Readonly<Record<string, number>>
  /** Those that came last and are not muted: sounded and said once for each serial. */
  readonly news: { readonly serial: number; readonly alerts: readonly Alert[] }
}

export const noAlerts: AlertsModel = { list: [], mutedUntilMs: {}, news: { serial: 0, alerts: [] } }

export interface AlertSight {
  /** What is known of the floor; null for nothing. */
  readonly centre: Centre | null
  readonly links: WatchedLinks
  readonly settings: AlertSettings
  /** By the gateway's clock. */
  readonly nowMs: number
}

/** The alerts that stand now, given what stood before. While a link is lost, what is known of the floor stands still. */
export function toAlerts(
  before: AlertBook,
  sight: AlertSight,
): { readonly book: AlertBook; readonly alerts: readonly Alert[] } {
  const matters = findMatters(sight)
  const book = keepBook(before, matters.found, matters.areStale, sight.nowMs)
  return { book, alerts: toRaised(book).toSorted(byUrgency) }
}

const severityRanks: Readonly<Record<AlertSeverity, number>> = { bad: 0, warn: 1, note: 2 }
/** Looked up thousands of times in a sort, each second. */
const kindRanks = new Map(alertKinds.map((kind, rank) => [kind, rank]))
const toRank = ({ severity, kind }: Alert) =>
  severityRanks[severity] * alertKinds.length + (kindRanks.get(kind) ?? 0)

function byUrgency(one: Alert, other: Alert): number {
  return (
    toRank(one) - toRank(other) || (one.sinceMs ?? 0) - (other.sinceMs ?? 0) || (one.id < other.id ? -1 : 1)
  )
}

/** Those that were not there before, and are not muted. */
export function toNews(
  before: readonly Alert[],
  after: readonly Alert[],
  mutedUntilMs: AlertsModel['mutedUntilMs'],
): Alert[] {
  const known = new Set(before.map(({ id }) => id))
  return after.filter(({ id }) => !known.has(id) && mutedUntilMs[id] === undefined)
}

/** The mutes still in force. */
export function keepMutes(mutes: AlertsModel['mutedUntilMs'], nowMs: number): AlertsModel['mutedUntilMs'] {
  const kept = Object.entries(mutes).filter(([, untilMs]) => untilMs > nowMs)
  return kept.length === Object.keys(mutes).length ? mutes : Object.fromEntries(kept)
}

/** Whether two lists say the same, so that the page need not draw. */
export function areSameAlerts(one: readonly Alert[], other: readonly Alert[]): boolean {
  return one.length === other.length && one.every((alert, index) => isSameAlert(alert, other[index]))
}

function isSameAlert(one: Alert, other: Alert | undefined): boolean {
  if (one === other) return true
  return (
    other !== undefined &&
    one.id === other.id &&
    one.name === other.name &&
    one.sinceMs === other.sinceMs &&
    one.level === other.level &&
    one.text === other.text
  )
}
