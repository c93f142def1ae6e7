/** Whose call a message is about: who is in it or writes about it, who has its caller now, and from whom it was taken. */
import type { AgentId, CallId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { Monitor } from '#contract/monitor'
import { callIdOf } from '#gateway/model/agentWork'
import { type Floor, talkKey } from '#gateway/model/floor'

/** In the call, or in its wrap-up, also one put off by another call. */
export function isWithCall(floor: Floor, agentId: AgentId, callId: CallId): boolean {
  const agent = floor.agents.get(agentId)
  if (agent === undefined) return false
  if (callIdOf(agent) === callId || floor.talks.has(talkKey(agentId, callId))) return true
  const { activity } = agent
  const wrapUp = activity.kind === 'wrapUp' ? activity.wrapUp : null
  return wrapUp?.callId === callId || floor.owed.get(agentId)?.callId === callId
}

/** A card or a note leaves when the addressee has done with its call. */
export function isOver(floor: Floor, { toId, callId }: DeskMessage): boolean {
  return callId !== null && !isWithCall(floor, toId, callId)
}

/** Who talks with the caller now; null for nobody. */
export function toHolder(floor: Floor, callId: CallId): AgentId | null {
  const state = floor.calls.get(callId)?.state
  return state?.kind === 'talking' || state?.kind === 'held' ? state.agentId : null
}

/**
 * Whether the person had the caller: taken over from them, transferred by them, or handed back by them. One who still writes
 * about the call had it; who has the caller now is `toHolder`.
 */
export function hadCaller(floor: Floor, agentId: AgentId, callId: CallId): boolean {
  const activity = floor.agents.get(agentId)?.activity
  const wrapUp = activity?.kind === 'wrapUp' ? activity.wrapUp : floor.owed.get(agentId)
  if (wrapUp?.callId === callId) return true
  for (const monitor of floor.monitors.values()) {
    const { state, supervisorId } = monitor
    if (state.kind === 'talking' && state.callId === callId && state.agentId === agentId) return true
    if (supervisorId === agentId && isOnCall(monitor, callId, toHolder(floor, callId))) return true
  }
  return false
}

function isOnCall({ state, target }: Monitor, callId: CallId, holderId: AgentId | null): boolean {
  if ('callId' in state) return state.callId === callId
  if (target.kind === 'call') return target.callId === callId
  return target.kind === 'agent' && target.agentId === holderId
}
