/** The last hour of each queue as the page saw it: how many waited, and what the service level was made of. */
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'

/** One number for each sample, oldest first; null where nothing fresh was known. */
type Column = readonly (number | null)[]

export interface QueueSeries {
  readonly waiting: Column
  /** Of the last half hour then: who was answered in time, and who asked. */
  readonly inTime: Column
  readonly asked: Column
}

export interface WallboardSeries {
  /** When each sample was taken, by the gateway's clock. */
  readonly atMs: readonly number[]
  readonly queues: ReadonlyMap<QueueId, QueueSeries>
}

export const emptySeries: WallboardSeries = { atMs: [], queues: new Map() }

export const sampleEveryMs = 15_000
/** One hour. */
export const longestSeries = 240

/** `centre` null for a moment at which nothing fresh was known: the line is drawn with a gap. */
export function addSample(series: WallboardSeries, centre: Centre | null, nowMs: number): WallboardSeries {
  const atMs = [...series.atMs, nowMs].slice(-longestSeries)
  const waiting = centre === null ? null : countWaiting(centre)
  const known = new Map(centre?.queues.map((queue) => [queue.id, queue]))
  const ids = new Set([...series.queues.keys(), ...known.keys()])
  const queues = new Map<QueueId, QueueSeries>()
  for (const id of ids) {
    const before = series.queues.get(id)
    const queue = known.get(id)
    const isThere = queue !== undefined && waiting !== null
    const { handled = 0, handledInTime = 0, abandoned = 0, abandonedShort = 0 } = queue?.recent ?? {}
    const add = (column: Column | undefined, value: number) =>
      [...(column ?? Array(series.atMs.length).fill(null)), isThere ? value : null].slice(-longestSeries)
    const next: QueueSeries = {
      waiting: add(before?.waiting, waiting?.get(id) ?? 0),
      inTime: add(before?.inTime, handledInTime),
      asked: add(before?.asked, handled + abandoned - abandonedShort),
    }
    // A queue that is gone is forgotten when its last sample is.
    if (isThere || next.waiting.some((value) => value !== null)) queues.set(id, next)
  }
  return { atMs, queues }
}

function countWaiting({ calls }: Centre): Map<QueueId, number> {
  const counts = new Map<QueueId, number>()
  for (const { queueId, state } of calls) {
    if (state.kind === 'waiting' && queueId !== null) counts.set(queueId, (counts.get(queueId) ?? 0) + 1)
  }
  return counts
}

export interface DrawnSeries {
  readonly atMs: readonly number[]
  readonly waiting: Column
  /** From 0 to 1; null also where nobody had asked. */
  readonly level: Column
}

/** The chosen queues together. */
export function toDrawn({ atMs, queues }: WallboardSeries, queueIds: readonly QueueId[]): DrawnSeries {
  const chosen = queueIds.flatMap((id) => queues.get(id) ?? [])
  const sum = (index: number, column: (each: QueueSeries) => Column): number | null => {
    const values = chosen.flatMap((each) => column(each)[index] ?? [])
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0)
  }
  const waiting = atMs.map((_, index) => sum(index, (each) => each.waiting))
  const level = atMs.map((_, index) => {
    const asked = sum(index, (each) => each.asked)
    return asked === null || asked === 0 ? null : (sum(index, (each) => each.inTime) ?? 0) / asked
  })
  return { atMs, waiting, level }
}
