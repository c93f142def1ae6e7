/** Whose call a message is about: who is in it or writes about it, who has its caller now, and from whom it was taken. */
import type { AgentId, CallId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
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

export function wasTakenFrom(floor: Floor, agentId: AgentId, callId: CallId): boolean {
  const activity = floor.agents.get(agentId)?.activity
  const wrapUp = activity?.kind === 'wrapUp' ? activity.wrapUp : floor.owed.get(agentId)
  if (wrapUp?.callId === callId && wrapUp.takenOverBy !== undefined) return true
  for (const { state } of floor.monitors.values()) {
    if (state.kind === 'talking' && state.callId === callId && state.agentId === agentId) return true
  }
  return false
}
