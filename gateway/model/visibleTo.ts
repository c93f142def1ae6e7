/**
 * Decides what of the centre a person may see: agents all people and queues but only their own calls, supervisors
 * their teams' part of the floor, admins everything.
 */
import type { Agent, Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { Centre, Change } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import { isAgentInScope, isCallInScope, type Scope } from '#gateway/model/scope'

export interface Viewer {
  readonly agentId: AgentId
  readonly role: Role
  /** A supervisor's; null for no limit. */
  readonly scope: Scope | null
}

/** What a call row alone does not tell of where it belongs. */
export interface Belonging {
  readonly agents: ReadonlyMap<AgentId, Agent>
  /** The queue a call last stood in. */
  readonly homes: ReadonlyMap<CallId, QueueId>
}

/** The rows a viewer may see; admins, and supervisors without a limit, see all. */
export function visibleTo(viewer: Viewer, centre: Centre, belonging: Belonging): Centre {
  const { scope } = viewer
  if (viewer.role === 'agent') {
    const queueIds = belonging.agents.get(viewer.agentId)?.queueIds ?? []
    return { ...centre, calls: centre.calls.filter((call) => mayAgentSee(viewer.agentId, queueIds, call)) }
  }
  if (scope === null) return centre
  return {
    ...centre,
    agents: centre.agents.filter((agent) => isAgentInScope(scope, agent)),
    queues: centre.queues.filter(({ id }) => scope.queueIds.has(id)),
    calls: centre.calls.filter((call) => isCallOf(scope, call, belonging)),
  }
}

/** A call of one of the agent's queues, or one the agent is offered, dials, or talks in. */
export function mayAgentSee(agentId: AgentId, queueIds: readonly QueueId[], call: Call): boolean {
  if (call.queueId !== null && queueIds.includes(call.queueId)) return true
  return call.state.kind === 'waiting'
    ? call.state.offeredTo.includes(agentId)
    : call.state.agentId === agentId
}

function isCallOf(scope: Scope, call: Call, { agents, homes }: Belonging): boolean {
  return isCallInScope(scope, call, homes.get(call.id) ?? null, agents)
}

/** What changed between two floors, with the little that says whose it was and is. */
export interface ChangeSlice {
  readonly changes: readonly Change[]
  /** The calls as they were, so that a viewer is told when one leaves their sight. */
  readonly callsBefore: ReadonlyMap<CallId, Call>
  /** The queue each of the calls last stood in, before and after. */
  readonly homesBefore: ReadonlyMap<CallId, QueueId>
  readonly homes: ReadonlyMap<CallId, QueueId>
}

/**
 * The changes as a viewer may see them, while who belongs where stays the same. A call that leaves the viewer's sight
 * is gone for them; one they never saw is not mentioned. A change that is passed on is the same object for every
 * viewer, so that it is written out once.
 */
export function visibleChanges(
  viewer: Viewer,
  { changes, callsBefore, homesBefore, homes }: ChangeSlice,
  agents: Belonging['agents'],
): Change[] {
  const now = toSight(viewer, { agents, homes })
  if (now === null) return [...changes]
  // Where a call last stood bears on the sight of supervisors alone.
  const before = viewer.role === 'agent' ? now : (toSight(viewer, { agents, homes: homesBefore }) ?? now)
  return changes.flatMap((change) => toVisible(change, now, (id) => before.call(callsBefore.get(id))))
}

function toVisible(change: Change, sees: Sight, saw: (callId: CallId) => boolean): Change[] {
  switch (change.kind) {
    case 'call': {
      if (sees.call(change.call)) return [change]
      const { id } = change.call
      return saw(id) ? [{ kind: 'callGone', callId: id }] : []
    }
    case 'callGone':
      return saw(change.callId) ? [change] : []
    case 'agent':
      return sees.agent(change.agent) ? [change] : []
    case 'queue':
      return sees.queue(change.queue.id) ? [change] : []
    case 'queueGone':
      return sees.queue(change.queueId) ? [change] : []
    case 'agentGone':
    case 'pbx':
      return [change]
  }
}

interface Sight {
  call(call: Call | undefined): boolean
  agent(agent: Agent): boolean
  queue(queueId: QueueId): boolean
}

/** null for who sees everything. */
function toSight({ agentId, role, scope }: Viewer, belonging: Belonging): Sight | null {
  if (role === 'agent') {
    const queueIds = belonging.agents.get(agentId)?.queueIds ?? []
    return {
      call: (call) => call !== undefined && mayAgentSee(agentId, queueIds, call),
      agent: () => true,
      queue: () => true,
    }
  }
  if (scope === null) return null
  return {
    call: (call) => call !== undefined && isCallOf(scope, call, belonging),
    agent: (agent) => isAgentInScope(scope, agent),
    queue: (queueId) => scope.queueIds.has(queueId),
  }
}

/** Whether a change of who is in which queue changed as a whole what the viewer may see: they need a snapshot. */
export function reshapesView({ agentId, role, scope }: Viewer, reshaped: ReadonlySet<AgentId>): boolean {
  if (role === 'agent') return reshaped.has(agentId)
  if (scope === null || reshaped.size === 0) return false
  // People of the teams are seen whatever queues they are in; others by their queues alone.
  return [...reshaped].some((id) => !scope.agentIds.has(id))
}
