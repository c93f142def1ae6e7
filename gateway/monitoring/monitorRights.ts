/** Decides who may monitor whom: by role, by team and queue, by what a person is limited to and what a queue forbids. */
import type { Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { FailureCode } from '#contract/failure'
import type { AgentId, QueueId } from '#contract/ids'
import type { MonitorMode, MonitorRight, MonitorTarget } from '#contract/monitor'
import type { Person } from '#gateway/model/createFloor'
import { type Floor, homeOf, type QueueMark, type QueueMarks } from '#gateway/model/floor'
import { isAgentInScope, isCallInScope, type Scope } from '#gateway/model/scope'

/** Of one queue: whether its calls may be monitored, and whether its agents are told of it. */
export interface QueueRule {
  readonly monitoring: boolean
  readonly tellsAgent: boolean
  /** Whether an agent may listen on to a caller who was taken over from them; no, unless told. */
  readonly allowsShadow?: boolean
}
export type QueueRules = ReadonlyMap<QueueId, QueueRule>

/** What of the rules stands in the row of each queue that has one. */
export function toQueueMarks(rules: QueueRules = new Map()): QueueMarks {
  const toMark = ({ monitoring, tellsAgent }: QueueRule): QueueMark => ({
    ...(!monitoring && { allowsMonitoring: false }),
    ...(!tellsAgent && { tellsMonitoring: false }),
  })
  return new Map([...rules].map(([id, rule]) => [id, toMark(rule)]))
}

export interface Monitorer {
  readonly agentId: AgentId
  readonly role: Role
  /** What they are limited to; an agent may nothing, whatever stands here. */
  readonly right: MonitorRight
  /** A supervisor's teams; null for no limit. */
  readonly scope: Scope | null
}

/** Where a session can be put: one agent's side of one call. */
export interface Place {
  readonly callId: Call['id']
  readonly agentId: AgentId
  readonly extension: string
}

/** Why the target may not be monitored; null when it may. What is not there can be nobody's: it is looked for first. */
export function judgeTarget(
  who: Monitorer,
  target: MonitorTarget,
  floor: Floor,
  rules: QueueRules,
): FailureCode | null {
  if (who.role === 'agent' || who.right === 'none') return 'forbidden'
  switch (target.kind) {
    case 'agent': {
      const agent = floor.agents.get(target.agentId)
      if (agent === undefined) return 'not-found'
      // Nobody listens to themselves.
      if (agent.id === who.agentId) return 'forbidden'
      const scope = limitOf(who)
      return scope === null || isAgentInScope(scope, agent) ? null : 'forbidden'
    }
    case 'call': {
      const call = floor.calls.get(target.callId)
      if (call === undefined) return 'not-found'
      return mayHearCall(who, call, floor, rules) ? null : 'forbidden'
    }
    case 'queue': {
      if (!floor.queues.has(target.queueId)) return 'not-found'
      const scope = limitOf(who)
      const isTheirs = scope === null || scope.queueIds.has(target.queueId)
      return isTheirs && isOpen(rules, target.queueId) ? null : 'forbidden'
    }
  }
}

/** Whether this mode is within what the person is limited to. */
export function mayUse({ right }: Pick<Monitorer, 'right'>, mode: MonitorMode | 'takeOver'): boolean {
  return right === 'full' || (right === 'listen' && mode === 'listen')
}

/**
 * Whether a session may be put to this place now. A target that may be followed can come into calls that may not be
 * heard: of another team's queue, of a queue that forbids it, or the supervisor's own.
 */
export function mayHear(who: Monitorer, place: Place, floor: Floor, rules: QueueRules): boolean {
  const call = floor.calls.get(place.callId)
  if (call === undefined || place.agentId === who.agentId || isPartyTo(who.agentId, call, floor)) return false
  // Team leads answer for what their people say, in whichever queue.
  const isOfTeam = limitOf(who)?.agentIds.has(place.agentId) === true
  return isOfTeam ? isOpen(rules, homeOf(floor, call)) : mayHearCall(who, call, floor, rules)
}

function mayHearCall(who: Monitorer, call: Call, floor: Floor, rules: QueueRules): boolean {
  const home = homeOf(floor, call)
  if (!isOpen(rules, home) || isPartyTo(who.agentId, call, floor)) return false
  const scope = limitOf(who)
  return scope === null || isCallInScope(scope, call, home, floor.agents)
}

function isPartyTo(agentId: AgentId, call: Call, floor: Floor): boolean {
  if (call.state.kind !== 'waiting' && call.state.agentId === agentId) return true
  const activity = floor.agents.get(agentId)?.activity
  return (activity?.kind === 'talking' || activity?.kind === 'held') && activity.callId === call.id
}

function limitOf({ role, scope }: Monitorer): Scope | null {
  return role === 'admin' ? null : scope
}

function isOpen(rules: QueueRules, queueId: QueueId | null): boolean {
  return queueId === null || (rules.get(queueId)?.monitoring ?? true)
}

/** Whether the agent of a call is told who listens, by the rule of the call's queue; told where no rule says otherwise. */
export function isTold(
  call: Pick<Call, 'id' | 'queueId'> | undefined,
  floor: Floor,
  rules: QueueRules,
): boolean {
  const queueId = call === undefined ? null : homeOf(floor, call)
  return queueId === null || (rules.get(queueId)?.tellsAgent ?? true)
}

/** Looks a person up: who is nobody the gateway knows is an agent. */
export function toMonitorerOf(
  people: readonly Pick<Person, 'id' | 'role'>[],
  scopeOf: (agentId: AgentId) => Scope | null,
  rights: ReadonlyMap<AgentId, MonitorRight> = new Map(),
): (agentId: AgentId) => Monitorer {
  const roles = new Map(people.map(({ id, role }) => [id, role]))
  return (agentId) => {
    const role = roles.get(agentId) ?? 'agent'
    const scope = role === 'supervisor' ? scopeOf(agentId) : null
    return { agentId, role, right: rights.get(agentId) ?? 'full', scope }
  }
}
