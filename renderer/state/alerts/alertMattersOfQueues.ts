/** Looks over the queues: a service level that breaks, a caller who waits long, nobody free while somebody waits. */
import { canBeOffered } from '#contract/agent'
import { serviceLevelMargin } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { type Queue, type QueueRecent, toServiceLevel } from '#contract/queue'
import { toAlert } from '#renderer/state/alerts/alert'
import type { Matter } from '#renderer/state/alerts/alertBook'
import type { AgentSight } from '#renderer/state/alerts/alertMattersOfAgents'

/** A level of fewer callers says nothing yet: one late answer would make it nought. */
export const fewestAsked = 5
/** How much better a level, and how much shorter a wait, must be for its alert to go. */
const levelStep = 0.02
const waitShare = 0.8

interface Line {
  readonly count: number
  readonly oldestMs: number
}

export function findQueueMatters(centre: Centre, sight: AgentSight): Matter[] {
  const lines = toLines(centre)
  return centre.queues.flatMap((queue) => {
    const line = lines.get(queue.id)
    return [...findLevel(queue, sight), ...(line === undefined ? [] : findWaiting(queue, line, sight))]
  })
}

function toLines(centre: Centre): Map<QueueId, Line> {
  const lines = new Map<QueueId, Line>()
  for (const { queueId, queuedAtMs, state } of centre.calls) {
    if (state.kind !== 'waiting' || queueId === null || queuedAtMs === null) continue
    const { count, oldestMs } = lines.get(queueId) ?? { count: 0, oldestMs: queuedAtMs }
    lines.set(queueId, { count: count + 1, oldestMs: Math.min(oldestMs, queuedAtMs) })
  }
  return lines
}

/** Of the last half hour where it tells enough, otherwise of today; null where neither does. */
export function toTellingLevel({ recent, today }: Pick<Queue, 'recent' | 'today'>): number | null {
  if (recent !== undefined && tellsEnough(recent)) return toServiceLevel(recent)
  return tellsEnough(today) ? toServiceLevel(today) : null
}

const tellsEnough = (counts: QueueRecent) =>
  counts.handled + counts.abandoned - counts.abandonedShort >= fewestAsked

function findLevel(queue: Queue, { ofQueue }: AgentSight): Matter[] {
  const kept = ofQueue(queue.id).serviceLevel
  const level = toTellingLevel(queue)
  if (kept === null || level === null) return []
  const nearBelow = Math.min(1, kept + serviceLevelMargin)
  if (level >= Math.min(1, nearBelow + levelStep)) return []
  const about = { subject: { kind: 'queue', queueId: queue.id }, name: queue.name, sinceMs: null } as const
  const near: Matter = {
    alert: toAlert('levelNear', queue.id, 'warn', { ...about, level }),
    isBeyond: level < nearBelow,
    afterMs: 0,
  }
  if (level >= Math.min(1, kept + levelStep)) return [near]
  const broken: Matter = {
    alert: toAlert('levelBroken', queue.id, 'bad', { ...about, level }),
    isBeyond: level < kept,
    afterMs: 0,
  }
  return [near, broken]
}

function findWaiting(queue: Queue, line: Line, { agents, ofQueue, nowMs }: AgentSight): Matter[] {
  const { longestWaitMs, nobodyFreeMs } = ofQueue(queue.id)
  const about = { subject: { kind: 'queue', queueId: queue.id }, name: queue.name } as const
  const waitedMs = nowMs - line.oldestMs
  const matters: Matter[] = []
  if (longestWaitMs !== null && waitedMs >= longestWaitMs * waitShare) {
    const alert = toAlert('longestWait', queue.id, 'bad', { ...about, sinceMs: line.oldestMs })
    matters.push({ alert, isBeyond: waitedMs >= longestWaitMs, afterMs: 0 })
  }
  const isAnyFree = queue.members.some(({ agentId, pausedReason }) => {
    const agent = agents.get(agentId)
    return agent !== undefined && pausedReason === undefined && canBeOffered(agent)
  })
  if (nobodyFreeMs !== null && !isAnyFree) {
    const alert = toAlert('nobodyFree', queue.id, 'warn', { ...about, sinceMs: line.oldestMs })
    matters.push({ alert, isBeyond: true, afterMs: nobodyFreeMs })
  }
  return matters
}
