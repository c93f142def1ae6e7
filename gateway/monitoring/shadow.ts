/** Decides who may listen on, silently, to a caller who was taken over from them: that call alone, as long as it is so. */
import type { FailureCode } from '#contract/failure'
import type { AgentId, CallId } from '#contract/ids'
import { type Floor, homeOf } from '#gateway/model/floor'
import type { QueueRules } from '#gateway/monitoring/monitorRights'
import type { Session, Sight } from '#gateway/monitoring/monitorSession'
import { isInCall, type Viewpoint } from '#gateway/monitoring/monitorSight'

type Taken = Pick<Session, 'supervisorId' | 'phase'>

/** Whether the queue of a call lets agents listen on to callers who were taken over from them; no, unless it says so. */
export function allowsShadow(callId: CallId, floor: Floor, rules: QueueRules): boolean {
  const call = floor.calls.get(callId)
  const queueId = call === undefined ? null : homeOf(floor, call)
  return queueId !== null && rules.get(queueId)?.allowsShadow === true
}

/** Whether the session has this agent's caller in this call, and is not about to give them back. */
export function hasTaken({ phase }: Pick<Session, 'phase'>, agentId: AgentId, callId: CallId): boolean {
  return phase.kind === 'talking' && phase.place.agentId === agentId && phase.place.callId === callId
}

/** Why this agent may not listen on; null when they may. `taken`: the session that has their caller, null for none. */
export function judgeShadow(
  agentId: AgentId,
  callId: CallId,
  taken: Taken | null,
  floor: Floor,
  rules: QueueRules,
): FailureCode | null {
  if (!floor.calls.has(callId)) return 'not-found'
  if (taken === null || !allowsShadow(callId, floor, rules)) return 'forbidden'
  return isBusy(floor, agentId) ? 'wrong-state' : null
}

/** Who has a call of their own is done with the one before. */
export function isBusy({ agents }: Floor, agentId: AgentId): boolean {
  const kind = agents.get(agentId)?.activity.kind
  return kind === 'talking' || kind === 'held' || kind === 'dialling'
}

/** What there is for a shadow: beside whoever has the caller now, and nowhere else. */
export function toShadowSight(
  { supervisorId: agentId, target }: Pick<Session, 'supervisorId' | 'target'>,
  taken: Taken | undefined,
  { floor, rules, nowMs, isReached }: Omit<Viewpoint, 'who'>,
): Sight {
  const callId = target.kind === 'call' ? target.callId : null
  const isThere = callId !== null && taken !== undefined && hasTaken(taken, agentId, callId)
  const isOver = !isThere || !floor.calls.has(callId)
  const isAllowed = callId !== null && allowsShadow(callId, floor, rules)
  return {
    nowMs,
    target: isOver ? 'gone' : isAllowed ? 'there' : 'forbidden',
    maySpeak: false,
    place: isOver || !isAllowed ? null : toPlace(callId, taken.supervisorId, floor),
    isTakenElsewhere: true,
    isBoundOver: false,
    isReached,
    // It never takes a caller, so it has none to look for.
    holderOf: () => 'elsewhere',
  }
}

function toPlace(callId: CallId, takerId: AgentId, floor: Floor): Sight['place'] {
  const [call, taker] = [floor.calls.get(callId), floor.agents.get(takerId)]
  if (call === undefined || taker === undefined || !isInCall(takerId, call, floor)) return null
  return { callId, agentId: takerId, extension: taker.extension }
}
