/** The queues of the floor as rows: who waits, who could answer, and how the day goes. */
import { type Agent, canBeOffered } from '#contract/agent'
import type { Centre } from '#contract/centre'
import type { AgentId, QueueId } from '#contract/ids'
import { type Queue, toServiceLevel } from '#contract/queue'

export interface PausedBy {
  readonly reasonId: string
  readonly count: number
}

export interface QueueRow {
  readonly key: string
  readonly queue: Queue
  readonly waiting: number
  /** When the one who waits longest joined, by the gateway's clock; null while nobody waits. */
  readonly longestSinceMs: number | null
  readonly available: number
  /** In a call, ringing or dialling. */
  readonly talking: number
  readonly wrapping: number
  readonly paused: number
  /** By the reason in force in this queue, most first. */
  readonly pausedBy: readonly PausedBy[]
  /** From 0 to 1; null for 0/0. */
  readonly levelToday: number | null
  /** Of the last 30 minutes. */
  readonly levelRecent: number | null
}

/**
 * Answers the rows of a centre, in its order; a row stays the same object until a figure in it changes. Only queues that
 * changed themselves, or whose members did, are counted anew.
 */
export function createQueueRows(): (centre: Centre) => readonly QueueRow[] {
  let kept = new Map<QueueId, Kept>()
  let list: readonly QueueRow[] = []
  let last: Centre | null = null
  const agents = new Map<AgentId, Agent>()
  return (centre) => {
    const isSame =
      last?.agents === centre.agents && last.queues === centre.queues && last.calls === centre.calls
    if (isSame) return list
    const moved = move(agents, last?.agents ?? [], centre.agents)
    const lines = toLines(centre)
    last = centre
    const next = new Map<QueueId, Kept>()
    for (const queue of centre.queues) {
      const line = lines.get(queue.id) ?? nobody
      const before = kept.get(queue.id)
      const isCounted = before?.queue === queue && !hasMoved(queue, moved) && isSameLine(before.row, line)
      next.set(
        queue.id,
        isCounted ? before : { queue, row: toKeptRow(toQueueRow(queue, agents, line), before) },
      )
    }
    kept = next
    const made = [...next.values()].map(({ row }) => row)
    if (made.length !== list.length || made.some((row, index) => row !== list[index])) list = made
    return list
  }
}

interface Kept {
  /** As it was counted; the row may show an equal one from before. */
  readonly queue: Queue
  readonly row: QueueRow
}

function toKeptRow(row: QueueRow, before: Kept | undefined): QueueRow {
  return before !== undefined && isSameRow(before.row, row) ? before.row : row
}

/** Everybody who changed, came or went; `agents` are told of them. Agents keep their places, unless one went. */
function move(
  agents: Map<AgentId, Agent>,
  before: readonly Agent[],
  after: readonly Agent[],
): ReadonlySet<AgentId> {
  const moved = new Set<AgentId>()
  const come: Agent[] = []
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [was, is] = [before[index], after[index]]
    if (was === is) continue
    if (was !== undefined) moved.add(was.id)
    if (is !== undefined) come.push(is)
  }
  for (const agentId of moved) agents.delete(agentId)
  for (const agent of come) {
    moved.add(agent.id)
    agents.set(agent.id, agent)
  }
  return moved
}

/** By the queue's own members: an agent's row may name other queues for a moment. */
function hasMoved(queue: Queue, moved: ReadonlySet<AgentId>): boolean {
  return moved.size > 0 && queue.members.some(({ agentId }) => moved.has(agentId))
}

function isSameLine(row: QueueRow, { waiting, longestSinceMs }: Line): boolean {
  return row.waiting === waiting && row.longestSinceMs === longestSinceMs
}

interface Line {
  readonly waiting: number
  readonly longestSinceMs: number | null
}

const nobody: Line = { waiting: 0, longestSinceMs: null }

function toLines({ calls }: Centre): ReadonlyMap<QueueId, Line> {
  const lines = new Map<QueueId, Line>()
  for (const call of calls) {
    if (call.state.kind !== 'waiting' || call.queueId === null) continue
    const { waiting, longestSinceMs } = lines.get(call.queueId) ?? nobody
    const sinceMs = call.queuedAtMs ?? call.enteredAtMs
    lines.set(call.queueId, {
      waiting: waiting + 1,
      longestSinceMs: longestSinceMs === null ? sinceMs : Math.min(longestSinceMs, sinceMs),
    })
  }
  return lines
}

function toQueueRow(queue: Queue, agents: ReadonlyMap<AgentId, Agent>, line: Line): QueueRow {
  const counts = { available: 0, talking: 0, wrapping: 0, paused: 0 }
  const reasons = new Map<string, number>()
  for (const { agentId, pausedReason } of queue.members) {
    const agent = agents.get(agentId)
    if (agent === undefined || agent.status.kind === 'offline') continue
    const kind = toMemberState(agent, pausedReason)
    if (kind === null) continue
    counts[kind] += 1
    if (kind !== 'paused') continue
    const reasonId = pausedReason ?? ('reasonId' in agent.status ? agent.status.reasonId : '')
    reasons.set(reasonId, (reasons.get(reasonId) ?? 0) + 1)
  }
  return {
    key: queue.id,
    queue,
    ...line,
    ...counts,
    pausedBy: [...reasons]
      .map(([reasonId, count]) => ({ reasonId, count }))
      .toSorted((a, b) => b.count - a.count || (a.reasonId < b.reasonId ? -1 : 1)),
    levelToday: toServiceLevel(queue.today),
    levelRecent: queue.recent === undefined ? null : toServiceLevel(queue.recent),
  }
}

/** What they do comes before what they chose; null for who is available without a phone. */
function toMemberState(
  agent: Agent,
  pausedReason: string | undefined,
): 'available' | 'talking' | 'wrapping' | 'paused' | null {
  if (agent.activity.kind === 'wrapUp') return 'wrapping'
  if (agent.activity.kind !== 'idle') return 'talking'
  if (pausedReason !== undefined || agent.status.kind !== 'available') return 'paused'
  return canBeOffered(agent) ? 'available' : null
}

function isSameRow(a: QueueRow, b: QueueRow): boolean {
  return (
    isSameQueue(a.queue, b.queue) &&
    a.waiting === b.waiting &&
    a.longestSinceMs === b.longestSinceMs &&
    a.available === b.available &&
    a.talking === b.talking &&
    a.wrapping === b.wrapping &&
    a.paused === b.paused &&
    a.pausedBy.length === b.pausedBy.length &&
    a.pausedBy.every((each, at) => {
      const other = b.pausedBy[at]
      return each.reasonId === other?.reasonId && each.count === other.count
    })
  )
}

/** A queue's row comes anew with every change of a member, which shows only in the counts above. */
function isSameQueue(a: Queue, b: Queue): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.serviceLevelMs === b.serviceLevelMs &&
      a.allowsMonitoring === b.allowsMonitoring &&
      a.tellsMonitoring === b.tellsMonitoring &&
      isSameCounts(a.today, b.today) &&
      (a.recent === b.recent ||
        (a.recent !== undefined && b.recent !== undefined && isSameCounts(a.recent, b.recent))))
  )
}

function isSameCounts<T extends object>(a: T, b: T): boolean {
  return Object.entries(a).every(([key, value]) => b[key as keyof T] === value)
}
