/** Decides what of the centre a person may see: everyone the floor and the queues, agents only their own calls. */
import type { Role } from '#contract/agent'
import type { Call } from '#contract/call'
import type { Centre, Change } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'

export interface Viewer {
  readonly agentId: AgentId
  readonly role: Role
}

/** The rows a viewer may see; supervisors and admins see all. */
export function visibleTo(viewer: Viewer, centre: Centre): Centre {
  if (viewer.role !== 'agent') return centre
  const queueIds = centre.agents.find((agent) => agent.id === viewer.agentId)?.queueIds ?? []
  return { ...centre, calls: centre.calls.filter((call) => mayAgentSee(viewer.agentId, queueIds, call)) }
}

/** A call of one of the agent's queues, or one the agent is offered, dials, or talks in. */
export function mayAgentSee(agentId: AgentId, queueIds: readonly QueueId[], call: Call): boolean {
  if (call.queueId !== null && queueIds.includes(call.queueId)) return true
  return call.state.kind === 'waiting'
    ? call.state.offeredTo.includes(agentId)
    : call.state.agentId === agentId
}

/**
 * The changes as a viewer may see them, while the viewer's own queues stay the same. A call that leaves the
 * viewer's sight is gone for them; one they never saw is not mentioned.
 */
export function visibleChanges(
  viewer: Viewer,
  queueIds: readonly QueueId[],
  changes: readonly Change[],
  callsBefore: ReadonlyMap<CallId, Call>,
): Change[] {
  if (viewer.role !== 'agent') return [...changes]
  const sees = (call: Call | undefined) => call !== undefined && mayAgentSee(viewer.agentId, queueIds, call)
  return changes.flatMap((change): Change[] => {
    if (change.kind === 'callGone') return sees(callsBefore.get(change.callId)) ? [change] : []
    if (change.kind !== 'call' || sees(change.call)) return [change]
    const { id } = change.call
    return sees(callsBefore.get(id)) ? [{ kind: 'callGone', callId: id }] : []
  })
}
