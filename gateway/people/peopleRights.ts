/** Decides who may do something for another person: admins for all, supervisors for the people of their teams. */
import type { FailureCode } from '#contract/failure'
import type { AgentId } from '#contract/ids'
import type { Asker } from '#gateway/commands/floorRights'
import type { Floor } from '#gateway/model/floor'
import { isAgentInScope } from '#gateway/model/scope'

/** Why it is refused; null when it may be done. What is not there can be nobody's, so it is looked for first. */
export function judgeForPerson(asker: Asker, agentId: AgentId, floor: Floor): FailureCode | null {
  if (asker.role === 'agent') return 'forbidden'
  const agent = floor.agents.get(agentId)
  if (agent === undefined) return 'not-found'
  const { role, scope } = asker
  return role !== 'supervisor' || scope === null || isAgentInScope(scope, agent) ? null : 'forbidden'
}

/** The same of a person who must be at their desk. */
export function judgeForSeated(asker: Asker, agentId: AgentId, floor: Floor): FailureCode | null {
  const refusal = judgeForPerson(asker, agentId, floor)
  if (refusal !== null) return refusal
  return floor.seats.get(agentId)?.kind === 'here' ? null : 'wrong-state'
}
