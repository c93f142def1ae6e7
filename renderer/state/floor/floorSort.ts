/** Sorts the lists of the floor by a column; who is equal in it stands by name, then by id: never by chance. */
import type { Presence } from '#contract/agent'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import type { QueueRow } from '#renderer/state/floor/floorQueues'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'

export interface FloorSort {
  readonly by: string
  readonly isDescending: boolean
}

type Value = number | string
type Column<R> = (row: R) => Value

/** Who needs a supervisor's eye first: those in a call, then who is about to be, then who is away. */
const presenceRank: Readonly<Record<Presence, number>> = {
  talking: 0,
  held: 1,
  ringing: 2,
  dialling: 3,
  wrapUp: 4,
  available: 5,
  break: 6,
  notReady: 7,
  offline: 8,
}

/** Times are sorted as lengths: the longer a thing lasts the larger it is. */
const agentColumns: Readonly<Record<string, Column<AgentRow>>> = {
  state: (row) => presenceRank[row.presence],
  time: (row) => -row.sinceMs,
  extension: (row) => row.agent.extension.padStart(12, '0'),
  queue: (row) => row.queueName ?? '\uffff',
  handled: (row) => row.agent.today.handled,
  missed: (row) => row.agent.today.missed,
  talk: (row) => row.agent.today.talkMs / Math.max(1, row.agent.today.finished),
}

const queueColumns: Readonly<Record<string, Column<QueueRow>>> = {
  waiting: (row) => row.waiting,
  longest: (row) => (row.longestSinceMs === null ? -Infinity : -row.longestSinceMs),
  available: (row) => row.available,
  talking: (row) => row.talking,
  wrapping: (row) => row.wrapping,
  paused: (row) => row.paused,
  offered: (row) => row.queue.today.offered,
  answered: (row) => row.queue.today.handled,
  abandoned: (row) => row.queue.today.abandoned,
  levelToday: (row) => row.levelToday ?? 2,
  levelRecent: (row) => row.levelRecent ?? 2,
}

const waitingColumns: Readonly<Record<string, Column<WaitingRow>>> = {
  position: (row) => row.position,
  wait: (row) => -row.sinceMs,
  number: (row) => row.call.caller.number ?? '',
  queue: (row) => row.queueName,
  priority: (row) => row.call.priority,
}

export interface FloorSorter {
  agents(rows: readonly AgentRow[], sort: FloorSort): AgentRow[]
  queues(rows: readonly QueueRow[], sort: FloorSort): QueueRow[]
  waiting(rows: readonly WaitingRow[], sort: FloorSort): WaitingRow[]
}

/** Names are compared by the rules of the language; each is ranked once, not at every comparison. */
export function createFloorSorter(locale: string): FloorSorter {
  const agentNames = createRanks(locale)
  const queueNames = createRanks(locale)
  return {
    agents: (rows, sort) =>
      sortRows(
        rows,
        sort,
        agentColumns,
        agentNames(rows.map((row) => row.agent.name)),
        (row) => row.agent.name,
      ),
    queues: (rows, sort) =>
      sortRows(
        rows,
        sort,
        queueColumns,
        queueNames(rows.map((row) => row.queue.name)),
        (row) => row.queue.name,
      ),
    waiting: (rows, sort) => sortRows(rows, sort, waitingColumns, noRanks, () => ''),
  }
}

type Ranks = ReadonlyMap<string, number>
const noRanks: Ranks = new Map()

/** The place of each name among all; made anew only when a name is met that was not there. */
function createRanks(locale: string): (names: readonly string[]) => Ranks {
  const collator = new Intl.Collator(locale, { numeric: true })
  let ranks: Ranks = noRanks
  return (names) => {
    if (names.every((name) => ranks.has(name))) return ranks
    const all = [...new Set([...ranks.keys(), ...names])].toSorted(collator.compare)
    ranks = new Map(all.map((name, at) => [name, at]))
    return ranks
  }
}

function sortRows<R extends { readonly key: string }>(
  rows: readonly R[],
  sort: FloorSort,
  columns: Readonly<Record<string, Column<R>>>,
  ranks: Ranks,
  nameOf: (row: R) => string,
): R[] {
  const toRank = (row: R): number => ranks.get(nameOf(row)) ?? 0
  const column = columns[sort.by] ?? toRank
  const sign = sort.isDescending ? -1 : 1
  const keyed = rows.map((row) => ({ row, value: column(row), rank: toRank(row) }))
  keyed.sort(
    (a, b) => sign * compare(a.value, b.value) || a.rank - b.rank || (a.row.key < b.row.key ? -1 : 1),
  )
  return keyed.map(({ row }) => row)
}

function compare(a: Value, b: Value): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
