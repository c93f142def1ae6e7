/** Whether a supervisor can listen to an agent or take over from them now, and if not, why. */
import type { AgentId, QueueId } from '#contract/ids'
import { type MonitorMode, type MonitorRight, maxMonitors } from '#contract/monitor'
import type { Queue } from '#contract/queue'
import type { AgentRow } from '#renderer/state/floor/floorAgents'

/** Why not, by the key of its sentence under `floor.not`; null when it can be done. */
export type MonitorBar =
  | 'self'
  | 'gone'
  | 'offline'
  | 'noCall'
  | 'ownCall'
  | 'full'
  | 'right'
  | 'queue'
  | null

export interface MonitorPlace {
  readonly meId: AgentId | null
  /** Sessions of one's own that have not ended. */
  readonly ownSessions: number
  /** Whether one has a call on one's own phone. */
  readonly isInCall: boolean
  /** How much one may monitor, as the gateway says and sees to. */
  readonly right: MonitorRight
  /** Queues whose calls are not monitored. */
  readonly closedQueues: ReadonlySet<QueueId>
}

/** Nobody listens to themselves, and who may not monitor is offered nothing. */
export function offersMonitoring(row: AgentRow, { meId, right }: MonitorPlace): boolean {
  return right !== 'none' && row.agent.id !== meId
}

/** Listening, whispering and barging can begin before there is a call: the session waits for it. */
export function toListenBar(row: AgentRow, place: MonitorPlace, mode: MonitorMode = 'listen'): MonitorBar {
  if (row.agent.id === place.meId) return 'self'
  if (place.right === 'none' || (place.right === 'listen' && mode !== 'listen')) return 'right'
  if (row.presence === 'offline') return 'offline'
  if (row.call?.queueId != null && place.closedQueues.has(row.call.queueId)) return 'queue'
  const isOn = row.monitor !== null && row.monitor.supervisorId === place.meId
  return !isOn && place.ownSessions >= maxMonitors ? 'full' : null
}

/** The next call of a queue. */
export function toQueueBar(queue: Pick<Queue, 'id'>, place: MonitorPlace): MonitorBar {
  if (place.right === 'none') return 'right'
  if (place.closedQueues.has(queue.id)) return 'queue'
  return place.ownSessions >= maxMonitors ? 'full' : null
}

/** There must be a caller to take, and one's own phone must be free for them. */
export function toTakeOverBar(row: AgentRow, place: MonitorPlace): MonitorBar {
  const bar = toListenBar(row, place, 'barge')
  if (bar !== null) return bar
  if (row.presence !== 'talking' && row.presence !== 'held') return 'noCall'
  return place.isInCall ? 'ownCall' : null
}
