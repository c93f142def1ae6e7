/** Counts what became of a queue's callers in the last 30 minutes, minute by minute by the gateway's clock. */
import type { QueueId } from '#contract/ids'
import type { QueueRecent } from '#contract/queue'
import { changeQueue, type Floor, withEntry, withoutEntry } from '#gateway/model/floor'

/** What one minute of the clock counts; `minute` is that of the epoch. */
export interface RecentMinute extends QueueRecent {
  readonly minute: number
}

const minuteMs = 60_000
/** The running minute is one of them, so that nothing counts which is older than half an hour. */
export const recentMinutes = 30

const nothing: QueueRecent = { handled: 0, handledInTime: 0, abandoned: 0, abandonedShort: 0 }

/** Adds to the minute of `atMs`. What happened longer ago than a later minute reaches back is not recent any more. */
export function countRecently(
  floor: Floor,
  queueId: QueueId,
  add: Partial<QueueRecent>,
  atMs: number,
): Floor {
  const minutes = floor.recents.get(queueId) ?? []
  const minute = Math.floor(atMs / minuteMs)
  const newest = Math.max(minute, minutes.at(-1)?.minute ?? minute)
  if (minute <= newest - recentMinutes) return floor
  const before = minutes.find((each) => each.minute === minute) ?? { minute, ...nothing }
  const counted = [...minutes.filter((each) => each !== before), { minute, ...sum(before, add) }]
  counted.sort((one, other) => one.minute - other.minute)
  return putMinutes(floor, queueId, keepRecent(counted, newest))
}

/** Lets fall out what is older than half an hour, or told of a clock that has been set back by as much since. */
export function passMinutes(floor: Floor, atMs: number): Floor {
  const now = Math.floor(atMs / minuteMs)
  return [...floor.recents].reduce((passed, [queueId, minutes]) => {
    const kept = keepRecent(minutes, now)
    return kept.length === minutes.length ? passed : putMinutes(passed, queueId, kept)
  }, floor)
}

/** When the next minute falls out; null while nothing is counted. */
export function nextMinuteOutMs(floor: Floor): number | null {
  let oldest: number | null = null
  for (const [first] of floor.recents.values()) {
    if (first !== undefined && (oldest === null || first.minute < oldest)) oldest = first.minute
  }
  return oldest === null ? null : (oldest + recentMinutes) * minuteMs
}

/** As a queue's row tells it; undefined for nothing, so that a quiet queue's row stays small. */
export function toRecent(minutes: readonly RecentMinute[] = []): QueueRecent | undefined {
  return minutes.length === 0 ? undefined : minutes.reduce<QueueRecent>(sum, nothing)
}

export function keepRecent(minutes: readonly RecentMinute[], now: number): RecentMinute[] {
  return minutes.filter(({ minute }) => Math.abs(now - minute) < recentMinutes)
}

function putMinutes(floor: Floor, queueId: QueueId, minutes: readonly RecentMinute[]): Floor {
  const recents =
    minutes.length === 0 ? withoutEntry(floor.recents, queueId) : withEntry(floor.recents, queueId, minutes)
  return changeQueue({ ...floor, recents }, queueId, ({ recent: _, ...queue }) => {
    const recent = toRecent(minutes)
    return recent === undefined ? queue : { ...queue, recent }
  })
}

function sum(one: QueueRecent, add: Partial<QueueRecent>): QueueRecent {
  return {
    handled: one.handled + (add.handled ?? 0),
    handledInTime: one.handledInTime + (add.handledInTime ?? 0),
    abandoned: one.abandoned + (add.abandoned ?? 0),
    abandonedShort: one.abandonedShort + (add.abandonedShort ?? 0),
  }
}
