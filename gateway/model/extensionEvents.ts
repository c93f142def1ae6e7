/** What the PBX tells of extensions and queue members: phones, pauses and who belongs to which queue. */
import type { Agent, AgentStatus } from '#contract/agent'
import type { AgentId, QueueId } from '#contract/ids'
import type { PbxExtension, PbxMember } from '#contract/pbx'
import type { QueueMember } from '#contract/queue'
import type { PauseReason } from '#contract/reason'
import { isSameStatus } from '#gateway/model/agentWork'
import { changeAgent, changeQueue, ensureAgent, ensureAgents, type Floor } from '#gateway/model/floor'

/** A pause by its reason's kind; a reason that is not on the list is a "not ready" with the PBX's own words. */
export function toPbxStatus(
  state: { readonly signedIn: boolean; readonly pausedReason: string | null },
  pauseReasons: readonly PauseReason[],
  sinceMs: number,
): AgentStatus {
  if (!state.signedIn) return { kind: 'offline', sinceMs }
  if (state.pausedReason === null) return { kind: 'available', sinceMs }
  const kind = pauseReasons.find(({ id }) => id === state.pausedReason)?.kind ?? 'notReady'
  return { kind, reasonId: state.pausedReason, sinceMs }
}

/** A person's status is the gateway's own to decide, so only an extension without one follows the PBX. */
export function changeExtension(
  floor: Floor,
  extension: string,
  state: { readonly signedIn: boolean; readonly pausedReason: string | null },
  atMs: number,
): Floor {
  const [known, agentId] = ensureAgent(floor, extension, atMs)
  if (known.seats.has(agentId)) return known
  const status = toPbxStatus(state, floor.pauseReasons, atMs)
  return changeAgent(known, agentId, (agent) => withStatus(agent, status))
}

/** What a snapshot tells of extensions, all at once. */
export function takeExtensions(floor: Floor, told: readonly PbxExtension[], atMs: number): Floor {
  const known = ensureAgents(
    floor,
    told.map(({ extension }) => extension),
    atMs,
  )
  const agents = new Map(known.agents)
  for (const each of told) {
    const agentId = known.agentIds.get(each.extension)
    const agent = agentId === undefined ? undefined : agents.get(agentId)
    if (agent === undefined) continue
    const phoned = withPhone(agent, each.registered ? 'registered' : 'absent')
    const isOwned = known.seats.has(agent.id)
    agents.set(agent.id, isOwned ? phoned : withPbxTruth(phoned, each, known.pauseReasons, atMs))
  }
  return { ...known, agents }
}

function withPbxTruth(
  agent: Agent,
  told: PbxExtension,
  pauseReasons: readonly PauseReason[],
  atMs: number,
): Agent {
  const named = agent.name === told.name ? agent : { ...agent, name: told.name }
  return withStatus(named, toPbxStatus(told, pauseReasons, atMs))
}

function withStatus(agent: Agent, status: AgentStatus): Agent {
  return isUnchanged(agent.status, status) ? agent : { ...agent, status }
}

export function withPhone(agent: Agent, phone: Agent['phone']): Agent {
  return agent.phone === phone ? agent : { ...agent, phone }
}

function isUnchanged(before: AgentStatus, after: AgentStatus): boolean {
  return after.kind === 'offline' ? before.kind === 'offline' : isSameStatus(before, after)
}

export function setPhone(
  floor: Floor,
  extension: string,
  phone: 'registered' | 'absent',
  atMs: number,
): Floor {
  const [known, agentId] = ensureAgent(floor, extension, atMs)
  return changeAgent(known, agentId, (agent) => withPhone(agent, phone))
}

export function addMember(floor: Floor, queueId: QueueId, member: PbxMember, atMs: number): Floor {
  const queue = floor.queues.get(queueId)
  if (queue === undefined) return floor
  const [known, agentId] = ensureAgent(floor, member.extension, atMs)
  const row = toQueueMember(agentId, member)
  const index = queue.members.findIndex((each) => each.agentId === agentId)
  const before = queue.members[index]
  if (before?.penalty === row.penalty && before.pausedReason === row.pausedReason) return known
  const members = index < 0 ? [...queue.members, row] : queue.members.with(index, row)
  const joined = changeQueue(known, queueId, (each) => ({ ...each, members }))
  return changeAgent(joined, agentId, (agent) =>
    agent.queueIds.includes(queueId) ? agent : { ...agent, queueIds: [...agent.queueIds, queueId] },
  )
}

export function pauseMember(
  floor: Floor,
  queueId: QueueId,
  agentId: AgentId | undefined,
  pausedReason: string | null,
): Floor {
  const members = floor.queues.get(queueId)?.members ?? []
  const index = members.findIndex((each) => each.agentId === agentId)
  const before = members[index]
  if (before === undefined || (before.pausedReason ?? null) === pausedReason) return floor
  const row = toQueueMember(before.agentId, { penalty: before.penalty, pausedReason })
  return changeQueue(floor, queueId, (queue) => ({ ...queue, members: members.with(index, row) }))
}

export function toQueueMember(
  agentId: AgentId,
  { penalty, pausedReason }: Pick<PbxMember, 'penalty' | 'pausedReason'>,
): QueueMember {
  return { agentId, penalty, ...(pausedReason !== null && { pausedReason }) }
}

export function removeMember(floor: Floor, queueId: QueueId, agentId: AgentId | undefined): Floor {
  const queue = floor.queues.get(queueId)
  if (queue === undefined || !queue.members.some((each) => each.agentId === agentId)) return floor
  const members = queue.members.filter((each) => each.agentId !== agentId)
  const left = changeQueue(floor, queueId, (each) => ({ ...each, members }))
  if (agentId === undefined) return left
  return changeAgent(left, agentId, (agent) => ({
    ...agent,
    queueIds: agent.queueIds.filter((id) => id !== queueId),
  }))
}
