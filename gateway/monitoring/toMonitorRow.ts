/** Writes a session as the row of the live model that its supervisor, the floor and, where told, the agent see. */
import type { Monitor, MonitorState } from '#contract/monitor'
import type { Session } from '#gateway/monitoring/monitorSession'

/** What the floor and the rules add to a session. */
type Told = Pick<Monitor, 'supervisorName' | 'isTold'> & { readonly offersShadow: boolean }

/** The same row where nothing changed; a state that lasts keeps the time it began. */
export function toMonitorRow(
  session: Session,
  { supervisorName, isTold, offersShadow }: Told,
  before: Monitor | undefined,
  nowMs: number,
): Monitor {
  const { id, supervisorId, target, leg, wish } = session
  const state = toState(session, nowMs)
  const lasts = before !== undefined && isSameState(before.state, state)
  const row: Monitor = {
    id,
    supervisorId,
    supervisorName,
    target,
    mode: leg.kind === 'hearing' ? leg.mode : wish,
    state: lasts ? before.state : state,
    isTold,
    ...(offersShadow && { offersShadow }),
    ...(session.shadowOf !== null && { isShadow: true }),
  }
  const isSame =
    lasts &&
    before.mode === row.mode &&
    before.isTold === isTold &&
    before.target === target &&
    before.offersShadow === row.offersShadow
  return isSame ? before : row
}

function toState({ phase, leg }: Session, sinceMs: number): MonitorState {
  switch (phase.kind) {
    case 'opening':
      return { kind: 'opening', sinceMs }
    case 'following':
      return leg.kind === 'hearing'
        ? { kind: 'hearing', callId: leg.place.callId, agentId: leg.place.agentId, sinceMs }
        : { kind: 'waiting', sinceMs }
    case 'takingOver':
      return { kind: 'takingOver', callId: phase.place.callId, agentId: phase.place.agentId, sinceMs }
    case 'talking':
    case 'handingBack':
      return { kind: 'talking', callId: phase.place.callId, agentId: phase.place.agentId, sinceMs }
    case 'ended':
      return { kind: 'ended', why: phase.why, sinceMs }
  }
}

function isSameState(one: MonitorState, other: MonitorState): boolean {
  if (one.kind !== other.kind) return false
  if (!('callId' in one) || !('callId' in other)) return true
  return one.callId === other.callId && one.agentId === other.agentId
}
