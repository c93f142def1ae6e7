/** What the menu of a row offers, and what of it cannot be done now: the same items in the same places each time. */
import type { Centre } from '#contract/centre'
import type { AgentId } from '#contract/ids'
import type { QueueMember } from '#contract/queue'
import type { AgentRow } from '#renderer/state/floor/floorAgents'
import type { FloorSubject } from '#renderer/state/floor/floorDesk.tsx'
import { type MonitorPlace, toQueueBar } from '#renderer/state/floor/floorMonitoring'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'

export type RowMenuItem =
  | 'message'
  | 'status'
  | 'finishWrapUp'
  | 'signOut'
  | 'signOutAfter'
  | 'addToQueue'
  | 'removeFromQueue'
  | 'pauseInQueue'
  | 'resumeInQueue'
  | 'clearHelp'
  | 'hangUp'
  | 'take'
  | 'give'
  | 'raise'
  | 'first'
  | 'ordinary'
  | 'move'
  | 'listenNext'

export interface OfferedItem {
  readonly key: RowMenuItem
  readonly isOff: boolean
}

export function toRowMenu(
  subject: FloorSubject,
  centre: Centre,
  place: MonitorPlace,
): readonly OfferedItem[] {
  switch (subject.kind) {
    case 'agent':
      return toAgentMenu(subject.row, centre)
    case 'waiting':
      return toWaitingMenu(subject.row, centre)
    case 'queue':
      return [{ key: 'listenNext', isOff: toQueueBar(subject.row.queue, place) !== null }]
  }
}

function toAgentMenu({ agent, call }: AgentRow, centre: Centre): readonly OfferedItem[] {
  const { queues } = centre
  const isOffline = agent.status.kind === 'offline'
  const isIdle = agent.activity.kind === 'idle'
  const own = new Set(agent.queueIds)
  return [
    { key: 'message', isOff: isOffline },
    { key: 'status', isOff: isOffline },
    { key: 'finishWrapUp', isOff: agent.activity.kind !== 'wrapUp' },
    { key: 'clearHelp', isOff: agent.help === undefined },
    { key: 'addToQueue', isOff: queues.every((queue) => own.has(queue.id)) },
    { key: 'removeFromQueue', isOff: own.size === 0 },
    { key: 'pauseInQueue', isOff: isOffline || !toMembers(agent.id, queues).some(isOffered) },
    { key: 'resumeInQueue', isOff: agent.status.kind !== 'available' || !isPausedAlone(agent.id, centre) },
    { key: 'hangUp', isOff: call === null || (call.state.kind !== 'talking' && call.state.kind !== 'held') },
    { key: isIdle ? 'signOut' : 'signOutAfter', isOff: isOffline || agent.leavesAfterCall === true },
  ]
}

const toMembers = (agentId: AgentId, queues: Centre['queues']) =>
  queues.flatMap(({ members }) => members.filter((member) => member.agentId === agentId))

const isOffered = ({ pausedReason }: QueueMember) => pausedReason === undefined

/** By a reason of the site's own: what the gateway holds somebody with is in all their queues, and passes. */
function isPausedAlone(agentId: AgentId, { queues, pauseReasons }: Centre): boolean {
  return toMembers(agentId, queues).some(({ pausedReason }) =>
    pauseReasons.some(({ id }) => id === pausedReason),
  )
}

function toWaitingMenu({ call }: WaitingRow, { queues }: Centre): readonly OfferedItem[] {
  return [
    { key: 'take', isOff: false },
    { key: 'give', isOff: false },
    { key: 'raise', isOff: false },
    { key: 'first', isOff: call.queueId === null },
    { key: 'ordinary', isOff: call.priority === 0 },
    { key: 'move', isOff: queues.every((queue) => queue.id === call.queueId) },
  ]
}
