/** Whether a supervisor can listen to an agent or take over from them now, and if not, why. */
import type { AgentId } from '#contract/ids'
import { maxMonitors } from '#contract/monitor'
import type { AgentRow } from '#renderer/state/floorAgents'

/** Why not, by the key of its sentence under `floor.not`; null when it can be done. */
export type MonitorBar = 'self' | 'gone' | 'offline' | 'noCall' | 'ownCall' | 'full' | null

export interface MonitorPlace {
  readonly meId: AgentId | null
  /** Sessions of one's own that have not ended. */
  readonly ownSessions: number
  /** Whether one has a call on one's own phone. */
  readonly isInCall: boolean
}

/** Listening, whispering and barging can begin before there is a call: the session waits for it. */
export function toListenBar(row: AgentRow, place: MonitorPlace): MonitorBar {
  if (row.agent.id === place.meId) return 'self'
  if (row.presence === 'offline') return 'offline'
  const isOn = row.monitor !== null && row.monitor.supervisorId === place.meId
  return !isOn && place.ownSessions >= maxMonitors ? 'full' : null
}

/** There must be a caller to take, and one's own phone must be free for them. */
export function toTakeOverBar(row: AgentRow, place: MonitorPlace): MonitorBar {
  const bar = toListenBar(row, place)
  if (bar !== null) return bar
  if (row.presence !== 'talking' && row.presence !== 'held') return 'noCall'
  return place.isInCall ? 'ownCall' : null
}
