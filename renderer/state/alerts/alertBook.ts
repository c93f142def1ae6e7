/** Remembers what stands and since when, so that a matter is raised only after its time and goes only for good. */
import type { Alert, AlertKind } from '#renderer/state/alerts/alert'

/** Something that is at least near its threshold. */
export interface Matter {
  readonly alert: Alert
  /** Whether it is beyond the threshold; otherwise it is only not far enough from it for a raised alert to go. */
  readonly isBeyond: boolean
  /** How long it must be beyond before it is raised. */
  readonly afterMs: number
}

interface Entry {
  readonly alert: Alert
  /** null while it is not beyond its threshold. */
  readonly beyondSinceMs: number | null
  readonly isRaised: boolean
  /** Since when it has been away; null while it is there. */
  readonly awaySinceMs: number | null
}

export type AlertBook = ReadonlyMap<string, Entry>

export const emptyBook: AlertBook = new Map()

/**
 * How long a matter must be away before its alert goes. What a person ends ends at once; a call, a hold or a break that
 * ended needs its whole time to come again; the rest moves with every caller and every link.
 */
const goesAfterMs: Readonly<Record<AlertKind, number>> = {
  link: 3000,
  stranger: 0,
  help: 0,
  vanished: 3000,
  levelBroken: 5000,
  longestWait: 5000,
  nobodyFree: 5000,
  levelNear: 5000,
  longHold: 0,
  breakRequest: 0,
  longWrapUp: 0,
  longBreak: 0,
  longCall: 0,
}

/** `areStale`: nothing fresh is known of the floor, so that only links come and go. */
export function keepBook(
  before: AlertBook,
  matters: readonly Matter[],
  areStale: boolean,
  nowMs: number,
): AlertBook {
  const book = new Map<string, Entry>()
  for (const matter of matters) {
    const entry = toEntry(before.get(matter.alert.id), matter, nowMs)
    if (entry !== null) book.set(matter.alert.id, entry)
  }
  for (const [id, entry] of before) {
    if (book.has(id) || !entry.isRaised) continue
    if (areStale && entry.alert.kind !== 'link') {
      book.set(id, entry)
      continue
    }
    const awaySinceMs = Math.min(entry.awaySinceMs ?? nowMs, nowMs)
    if (nowMs - awaySinceMs < goesAfterMs[entry.alert.kind]) book.set(id, { ...entry, awaySinceMs })
  }
  return book
}

function toEntry(
  before: Entry | undefined,
  { alert, isBeyond, afterMs }: Matter,
  nowMs: number,
): Entry | null {
  // A clock that was set back must not keep an alert waiting for the time to come again.
  const beyondSinceMs = isBeyond ? Math.min(before?.beyondSinceMs ?? nowMs, nowMs) : null
  const isTime = beyondSinceMs !== null && nowMs - beyondSinceMs >= afterMs
  const isRaised = before?.isRaised === true || isTime
  return isRaised || isBeyond ? { alert, beyondSinceMs, isRaised, awaySinceMs: null } : null
}

/** A level that is broken is not also about to break. */
export function toRaised(book: AlertBook): Alert[] {
  const raised: Alert[] = []
  for (const { alert, isRaised } of book.values()) {
    if (!isRaised) continue
    const isCovered = alert.kind === 'levelNear' && isBroken(book, alert)
    if (!isCovered) raised.push(alert)
  }
  return raised
}

function isBroken(book: AlertBook, { subject }: Alert): boolean {
  return subject.kind === 'queue' && book.get(`levelBroken:${subject.queueId}`)?.isRaised === true
}
