/** What part of the floor a supervisor answers for: the queues and people of their teams, and which those are. */
import type { Agent, Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { AgentId, QueueId } from '#contract/ids'
import type { Team } from '#contract/team'

export interface Scope {
  readonly queueIds: ReadonlySet<QueueId>
  /** The people of the teams, and the supervisor. */
  readonly agentIds: ReadonlySet<AgentId>
}

export interface ScopeTeam {
  /** With its name what supervisors see it by; a team without is shown to nobody. */
  readonly id?: string
  readonly name?: string
  readonly queueIds: readonly QueueId[]
  readonly people: readonly { readonly personId: AgentId }[]
}

/** null for somebody in no team: no limit was set. */
export function toScope(personId: AgentId, teams: readonly ScopeTeam[]): Scope | null {
  const own = teams.filter(({ people }) => people.some((each) => each.personId === personId))
  if (own.length === 0) return null
  return {
    queueIds: new Set(own.flatMap(({ queueIds }) => queueIds)),
    agentIds: new Set([personId, ...own.flatMap(({ people }) => people.map((each) => each.personId))]),
  }
}

/** The teams a person may see by name: an agent none, a supervisor in teams those, everybody else all. */
export function toSeenTeams(personId: AgentId, role: Role, teams: readonly ScopeTeam[]): Team[] {
  if (role === 'agent') return []
  const isOwn = ({ people }: ScopeTeam) => people.some((each) => each.personId === personId)
  const own = role === 'supervisor' ? teams.filter(isOwn) : []
  return (own.length > 0 ? own : teams).flatMap(({ id, name, people }) =>
    id === undefined || name === undefined
      ? []
      : [{ id, name, personIds: people.map((each) => each.personId) }],
  )
}

/** Of the teams, or answering one of their queues. */
export function isAgentInScope(scope: Scope, { id, queueIds }: Pick<Agent, 'id' | 'queueIds'>): boolean {
  return scope.agentIds.has(id) || queueIds.some((queueId) => scope.queueIds.has(queueId))
}

/**
 * A call belongs to its queue, also while it is parked or on its way (`home`, the queue it last stood in); one that
 * never had a queue to whoever rings, dials or talks in it.
 */
export function isCallInScope(
  scope: Scope,
  call: Call,
  home: QueueId | null,
  agents: ReadonlyMap<AgentId, Pick<Agent, 'id' | 'queueIds'>>,
): boolean {
  const queueId = call.queueId ?? home
  if (queueId !== null) return scope.queueIds.has(queueId)
  const ids = call.state.kind === 'waiting' ? call.state.offeredTo : [call.state.agentId]
  return ids.some((id) => {
    const agent = agents.get(id)
    return agent !== undefined && isAgentInScope(scope, agent)
  })
}
