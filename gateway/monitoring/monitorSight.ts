/** Reads from the floor what a monitoring session must know of it: where its leg belongs, and who has a caller. */
import type { Call } from '#contract/call'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { MonitorTarget } from '#contract/monitor'
import { isTaking } from '#gateway/model/agentWork'
import { type Floor, homeOf } from '#gateway/model/floor'
import {
  judgeTarget,
  type Monitorer,
  mayHear,
  mayUse,
  type Place,
  type QueueRules,
} from '#gateway/monitoring/monitorRights'
import type { Session, Sight } from '#gateway/monitoring/monitorSession'

export interface Viewpoint {
  readonly who: Monitorer
  readonly floor: Floor
  readonly rules: QueueRules
  readonly nowMs: number
  readonly isReached: boolean
}

export function toSight(session: Pick<Session, 'id' | 'target' | 'bound'>, view: Viewpoint): Sight {
  const { who, floor, rules, nowMs, isReached } = view
  const refusal = judgeTarget(who, session.target, floor, rules)
  const found = refusal === null ? findPlace(session, floor) : null
  return {
    nowMs,
    target: refusal === null ? 'there' : refusal === 'not-found' ? 'gone' : 'forbidden',
    maySpeak: mayUse(who, 'barge'),
    place: found !== null && mayHear(who, found, floor, rules) ? found : null,
    isTakenElsewhere: found !== null && isTakenByOther(found, session.id, floor),
    isBoundOver: session.bound !== null && holderOfCall(floor, session.bound) === null,
    isReached,
    holderOf: (place) => holderOf(place, who.agentId, floor),
  }
}

function findPlace({ target, bound }: Pick<Session, 'target' | 'bound'>, floor: Floor): Place | null {
  switch (target.kind) {
    case 'agent': {
      const agent = floor.agents.get(target.agentId)
      const { activity } = agent ?? {}
      if (agent === undefined || (activity?.kind !== 'talking' && activity?.kind !== 'held')) return null
      return { callId: activity.callId, agentId: agent.id, extension: agent.extension }
    }
    case 'call':
      return placeIn(floor, target.callId)
    case 'queue':
      return bound === null ? null : placeIn(floor, bound)
  }
}

function placeIn(floor: Floor, callId: CallId): Place | null {
  const agentId = holderOfCall(floor, callId)
  const extension = agentId === null ? undefined : floor.agents.get(agentId)?.extension
  return agentId === null || extension === undefined ? null : { callId, agentId, extension }
}

function isTakenByOther({ callId }: Place, ownId: Session['id'], { monitors }: Floor): boolean {
  return monitors.values().some(({ id, state }) => id !== ownId && isTaking(state, callId))
}

/** The agent who talks with the caller or holds them; null while nobody does. */
function holderOfCall(floor: Floor, callId: CallId): AgentId | null {
  const state = floor.calls.get(callId)?.state
  return state?.kind === 'talking' || state?.kind === 'held' ? state.agentId : null
}

function holderOf(
  { callId, agentId }: Place,
  supervisorId: AgentId,
  floor: Floor,
): ReturnType<Sight['holderOf']> {
  const call = floor.calls.get(callId)
  if (call === undefined) return 'gone'
  if (isInCall(supervisorId, call, floor)) return 'supervisor'
  if (isInCall(agentId, call, floor)) return 'agent'
  const { state, queueId } = call
  return state.kind === 'waiting' && queueId === null && state.offeredTo.length === 0 ? 'nobody' : 'elsewhere'
}

export function isInCall(agentId: AgentId, { id, state }: Call, floor: Floor): boolean {
  if ((state.kind === 'talking' || state.kind === 'held') && state.agentId === agentId) return true
  const activity = floor.agents.get(agentId)?.activity
  return (activity?.kind === 'talking' || activity?.kind === 'held') && activity.callId === id
}

/** The call of a queue that was answered in this step; null for none. A queue's session waits for the next one. */
export function nextAnswered(queueId: QueueId, after: Floor, before: Floor): CallId | null {
  if (after.calls === before.calls) return null
  for (const [callId, call] of after.calls) {
    const was = before.calls.get(callId)
    if (was === call || was?.state.kind !== 'waiting') continue
    if (holderOfCall(after, callId) !== null && homeOf(after, call) === queueId) return callId
  }
  return null
}

/** Whose calls a target is about, for the log; null for a call nobody has, and for a queue. */
export function agentOf(target: MonitorTarget, floor: Floor): AgentId | null {
  if (target.kind === 'agent') return target.agentId
  return target.kind === 'call' ? holderOfCall(floor, target.callId) : null
}
