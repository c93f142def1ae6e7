/** Monitoring for the gallery: four sessions in as many states, a caller taken over, and an agent who is told of it. */
import { Monitor, type MonitorMode } from '#contract/monitor'
import type { DeskModel } from '#renderer/state/deskModel'
import type { MonitorSession } from '#renderer/state/monitoring/monitorModel'

type State = Monitor['state']

function toSession(
  { me }: DeskModel,
  id: string,
  state: State,
  change: Partial<MonitorSession> & { readonly row?: MonitorMode } = {},
): MonitorSession {
  const { row = 'listen', ...rest } = change
  const agentId = 'agentId' in state ? state.agentId : 'agent-3'
  const monitor = Monitor.parse({
    id,
    supervisorId: me?.id,
    supervisorName: me?.name,
    target: { kind: 'agent', agentId },
    mode: row,
    state,
    isTold: true,
  })
  const idle = { leg: 'up', microphone: 'out', pendingMode: null, pending: null } as const
  return { ...idle, monitor, mode: row, ...rest }
}

/** The calls of the floor that somebody talks in. */
function toHearing({ centre, me }: DeskModel, nowMs: number): Extract<State, { kind: 'hearing' }>[] {
  return (centre?.calls ?? []).flatMap(({ id, state }, i) =>
    state.kind === 'talking' && state.agentId !== me?.id
      ? [{ kind: 'hearing', callId: id, agentId: state.agentId, sinceMs: nowMs - 40_000 * (i + 1) }]
      : [],
  )
}

function withSessions(model: DeskModel, sessions: readonly (MonitorSession | null)[]): DeskModel {
  const there = sessions.filter((session) => session !== null)
  const monitors = there.map(({ monitor }) => monitor)
  const monitoring = { sessions: there, focusId: monitors[0]?.id ?? null, isHolding: false }
  return { ...model, monitoring, centre: model.centre && { ...model.centre, monitors } }
}

/** One whispers, one waits for the answer to a barge, one waits for a call, one has ended. */
export function monitoringFour(model: DeskModel, nowMs: number): DeskModel {
  const [first, second] = toHearing(model, nowMs)
  return withSessions(model, [
    first === undefined ? null : toSession(model, 'm1', first, { row: 'whisper', microphone: 'in' }),
    second === undefined ? null : toSession(model, 'm2', second, { pendingMode: 'barge' }),
    toSession(model, 'm3', { kind: 'waiting', sinceMs: nowMs - 5000 }),
    toSession(model, 'm4', { kind: 'ended', why: 'leg-lost', sinceMs: nowMs - 1000 }, { leg: 'none' }),
  ])
}

/** The caller of the first call that is heard is this supervisor's now. */
export function monitoringTalk(model: DeskModel, nowMs: number): DeskModel {
  const [first] = toHearing(model, nowMs)
  if (first === undefined) return model
  const talking = { ...first, kind: 'talking' } as const
  return withSessions(model, [toSession(model, 'm1', talking, { leg: 'adopted', microphone: 'in' })])
}

/** An agent in a call is told that a supervisor whispers. */
export function monitoringTold(model: DeskModel, nowMs: number): DeskModel {
  const { centre, me } = model
  if (centre === null || me?.activity.kind !== 'talking') return model
  const monitor = Monitor.parse({
    id: 'theirs',
    supervisorId: 'supervisor-1',
    supervisorName: 'Nima Sadeghi',
    target: { kind: 'agent', agentId: me.id },
    mode: 'whisper',
    state: { kind: 'hearing', callId: me.activity.callId, agentId: me.id, sinceMs: nowMs - 9000 },
    isTold: true,
  })
  return { ...model, centre: { ...centre, monitors: [monitor] } }
}

/** An agent whose caller was taken over may listen on. */
export function shadowOffered(model: DeskModel, nowMs: number): DeskModel {
  const { centre, me } = model
  if (centre === null || me?.activity.kind !== 'wrapUp') return model
  const monitor = Monitor.parse({
    id: 'theirs',
    supervisorId: 'supervisor-1',
    supervisorName: 'Nima Sadeghi',
    target: { kind: 'agent', agentId: me.id },
    mode: 'listen',
    state: { kind: 'talking', callId: me.activity.wrapUp.callId, agentId: me.id, sinceMs: nowMs - 9000 },
    isTold: true,
    offersShadow: true,
  })
  return { ...model, centre: { ...centre, monitors: [monitor] } }
}

/** … and does. */
export function shadowing(model: DeskModel, nowMs: number): DeskModel {
  const { centre, me } = model
  const heardId = centre?.agents.find(({ id }) => id !== me?.id)?.id
  if (centre === null || me?.activity.kind !== 'wrapUp' || heardId === undefined) return model
  const { callId } = me.activity.wrapUp
  const hearing = { kind: 'hearing', callId, agentId: heardId, sinceMs: nowMs - 5000 } as const
  const session = toSession(model, 'shadow', hearing)
  const monitor = { ...session.monitor, target: { kind: 'call', callId } as const, isShadow: true as const }
  return withSessions(model, [{ ...session, monitor }])
}

/** The supervisor who has taken a caller over is told that the agent listens on. */
export function shadowTold(model: DeskModel, nowMs: number): DeskModel {
  const talk = monitoringTalk(model, nowMs)
  const { centre, me } = talk
  const [own] = centre?.monitors ?? []
  if (centre === null || own === undefined || !('callId' in own.state)) return talk
  const monitor = Monitor.parse({
    id: 'shadow',
    supervisorId: own.state.agentId,
    supervisorName: centre.agents.find(({ id }) => 'agentId' in own.state && id === own.state.agentId)?.name,
    target: { kind: 'call', callId: own.state.callId },
    mode: 'listen',
    state: { ...own.state, kind: 'hearing', agentId: me?.id },
    isTold: true,
    isShadow: true,
  })
  return { ...talk, centre: { ...centre, monitors: [own, monitor] } }
}
