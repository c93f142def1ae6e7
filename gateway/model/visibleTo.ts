/**
 * Decides what of the centre a person may see: agents all people and queues but only their own calls, supervisors
 * their teams' part of the floor, admins everything.
 */
import type { Agent, Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { Centre, Change } from '#contract/centre'
import type { AgentId, CallId, MessageId, MonitorId, QueueId } from '#contract/ids'
import type { DeskMessage } from '#contract/message'
import type { Monitor, MonitorRight } from '#contract/monitor'
import type { ShownNumber } from '#contract/shownNumber'
import type { Team } from '#contract/team'
import { isAgentInScope, isCallInScope, type Scope } from '#gateway/model/scope'

export interface Viewer {
  readonly agentId: AgentId
  readonly role: Role
  /** A supervisor's; null for no limit. */
  readonly scope: Scope | null
  /** How much they may monitor; nothing is said of it where it is absent. */
  readonly right?: MonitorRight
  /** Those they see by name. */
  readonly teams?: readonly Team[]
  /** What they may show to whoever they call outside. */
  readonly shownNumbers?: readonly ShownNumber[]
}

/** What a call row alone does not tell of where it belongs. */
export interface Belonging {
  readonly agents: ReadonlyMap<AgentId, Agent>
  /** The queue a call last stood in. */
  readonly homes: ReadonlyMap<CallId, QueueId>
}

/** The rows a viewer may see; admins, and supervisors without a limit, see all. */
export function visibleTo(viewer: Viewer, whole: Centre, belonging: Belonging): Centre {
  const { scope } = viewer
  const centre = {
    ...whole,
    monitors: whole.monitors.filter((each) => maySeeMonitor(viewer, each, belonging.agents)),
    messages: whole.messages.filter((each) => maySeeMessage(viewer, each)),
    ...(viewer.right !== undefined && { monitorRight: viewer.right }),
    ...(viewer.teams !== undefined && viewer.teams.length > 0 && { teams: [...viewer.teams] }),
    ...(viewer.shownNumbers !== undefined &&
      viewer.shownNumbers.length > 0 && { shownNumbers: [...viewer.shownNumbers] }),
  }
  if (viewer.role === 'agent') {
    const agent = belonging.agents.get(viewer.agentId)
    const calls = centre.calls.filter((call) => mayAgentSee(viewer.agentId, agent, call))
    return { ...centre, calls, strangers: [] }
  }
  if (scope === null) return centre
  return {
    ...centre,
    agents: centre.agents.filter((agent) => isAgentInScope(scope, agent)),
    queues: centre.queues.filter(({ id }) => scope.queueIds.has(id)),
    calls: centre.calls.filter((call) => isCallOf(scope, call, belonging)),
  }
}

/** A call of one of the agent's queues, or one the agent is offered, has dialled, or talks in, alone or in company. */
export function mayAgentSee(
  agentId: AgentId,
  agent: Pick<Agent, 'queueIds' | 'extension'> | undefined,
  call: Call,
): boolean {
  if (call.queueId !== null && agent?.queueIds.includes(call.queueId) === true) return true
  // Between colleagues the row names who answered; who dialled is its caller.
  if (call.direction === 'internal' && call.caller.number === agent?.extension) return true
  if (call.conference?.some((member) => member.agentId === agentId) === true) return true
  return call.state.kind === 'waiting'
    ? call.state.offeredTo.includes(agentId)
    : call.state.agentId === agentId
}

function isCallOf(scope: Scope, call: Call, { agents, homes }: Belonging): boolean {
  return isCallInScope(scope, call, homes.get(call.id) ?? null, agents)
}

/**
 * One's own session; as an agent those on one's own call that one is told of, or may shadow; as a supervisor those of the
 * same floor.
 */
export function maySeeMonitor(
  { agentId, role, scope }: Viewer,
  { supervisorId, state, isTold, offersShadow }: Monitor,
  agents: Belonging['agents'],
): boolean {
  if (supervisorId === agentId) return true
  const heardId = 'agentId' in state ? state.agentId : null
  if (role === 'agent') return (isTold || offersShadow === true) && heardId === agentId
  if (scope === null || scope.agentIds.has(supervisorId)) return true
  const heard = heardId === null ? undefined : agents.get(heardId)
  return heard !== undefined && isAgentInScope(scope, heard)
}

/** Between two people: not even who sees everything reads it. */
export function maySeeMessage({ agentId }: Pick<Viewer, 'agentId'>, { fromId, toId }: DeskMessage): boolean {
  return fromId === agentId || toId === agentId
}

/** What changed between two floors, with the little that says whose it was and is. */
export interface ChangeSlice {
  readonly changes: readonly Change[]
  /** The calls as they were, so that a viewer is told when one leaves their sight. */
  readonly callsBefore: ReadonlyMap<CallId, Call>
  readonly monitorsBefore: ReadonlyMap<MonitorId, Monitor>
  readonly messagesBefore: ReadonlyMap<MessageId, DeskMessage>
  /** The queue each of the calls last stood in, before and after. */
  readonly homesBefore: ReadonlyMap<CallId, QueueId>
  readonly homes: ReadonlyMap<CallId, QueueId>
}

/**
 * The changes as a viewer may see them, while who belongs where stays the same. A call that leaves the viewer's sight
 * is gone for them; one they never saw is not mentioned. A change that is passed on is the same object for every
 * viewer, so that it is written out once.
 */
export function visibleChanges(viewer: Viewer, slice: ChangeSlice, agents: Belonging['agents']): Change[] {
  const now = toSight(viewer, { agents, homes: slice.homes })
  // Where a call last stood bears on the sight of supervisors alone.
  const before = viewer.role === 'agent' ? now : toSight(viewer, { agents, homes: slice.homesBefore })
  return slice.changes.flatMap((change) => toVisible(change, now, before, slice))
}

/** A row that leaves the viewer's sight is gone for them; one they never saw is not mentioned. */
function toVisible(change: Change, sees: Sight, saw: Sight, before: ChangeSlice): Change[] {
  switch (change.kind) {
    case 'call': {
      if (sees.call(change.call)) return [change]
      const { id } = change.call
      return saw.call(before.callsBefore.get(id)) ? [{ kind: 'callGone', callId: id }] : []
    }
    case 'callGone':
      return saw.call(before.callsBefore.get(change.callId)) ? [change] : []
    case 'agent':
      return sees.agent(change.agent) ? [change] : []
    case 'queue':
      return sees.queue(change.queue.id) ? [change] : []
    case 'queueGone':
      return sees.queue(change.queueId) ? [change] : []
    case 'monitor': {
      if (sees.monitor(change.monitor)) return [change]
      const { id } = change.monitor
      return saw.monitor(before.monitorsBefore.get(id)) ? [{ kind: 'monitorGone', monitorId: id }] : []
    }
    case 'monitorGone':
      return saw.monitor(before.monitorsBefore.get(change.monitorId)) ? [change] : []
    case 'message':
      return sees.message(change.message) ? [change] : []
    case 'messageGone':
      return saw.message(before.messagesBefore.get(change.messageId)) ? [change] : []
    case 'stranger':
    case 'strangerGone':
      return sees.strangers ? [change] : []
    case 'agentGone':
    case 'pbx':
      return [change]
  }
}

interface Sight {
  call(call: Call | undefined): boolean
  agent(agent: Agent): boolean
  queue(queueId: QueueId): boolean
  monitor(monitor: Monitor | undefined): boolean
  message(message: DeskMessage | undefined): boolean
  readonly strangers: boolean
}

function toSight(viewer: Viewer, belonging: Belonging): Sight {
  const { agentId, role, scope } = viewer
  const between: Pick<Sight, 'monitor' | 'message' | 'strangers'> = {
    monitor: (monitor) => monitor !== undefined && maySeeMonitor(viewer, monitor, belonging.agents),
    message: (message) => message !== undefined && maySeeMessage(viewer, message),
    strangers: role !== 'agent',
  }
  if (role === 'agent') {
    const own = belonging.agents.get(agentId)
    return {
      ...between,
      call: (call) => call !== undefined && mayAgentSee(agentId, own, call),
      agent: () => true,
      queue: () => true,
    }
  }
  if (scope === null) return { ...between, call: () => true, agent: () => true, queue: () => true }
  return {
    ...between,
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
