/** Replaces what was known of queues, extensions and calls by the PBX's whole truth, keeping people and numbers. */
import { isDeepStrictEqual } from 'node:util'
import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import type { AgentId, QueueId } from '#contract/ids'
import type { PbxCall, PbxEvent, PbxQueue } from '#contract/pbx'
import { emptyQueueDay, type Queue } from '#contract/queue'
import { callIdOf, endWrapUp, turnTo } from '#gateway/model/agentWork'
import { putConference } from '#gateway/model/callConference'
import { connectCall, endCall, holdCall, resumeCall } from '#gateway/model/callEvents'
import { putRecording } from '#gateway/model/callRecording'
import { takeExtensions, toQueueMember, withPhone } from '#gateway/model/extensionEvents'
import {
  changeAgent,
  ensureAgent,
  ensureAgents,
  type Floor,
  putBeside,
  putCall,
  talkKey,
  withEntry,
} from '#gateway/model/floor'
import { balance, isWaiting, joinLine, type WaitingCall } from '#gateway/model/queueLine'
import { toRecent } from '#gateway/model/recentMinutes'

type Snapshot = Extract<PbxEvent, { readonly kind: 'snapshot' }>

export function takeSnapshot(floor: Floor, snapshot: Snapshot): Floor {
  const { atMs } = snapshot
  const ended = endLostCalls(floor, snapshot)
  const named = takeExtensions(ended, snapshot.extensions, atMs)
  const queued = takeQueues(named, snapshot.queues, atMs)
  const kept = dropExtensions(queued, snapshot)
  const inLine = snapshot.calls.toSorted((one, other) => placeOf(one) - placeOf(other))
  const taken = inLine.reduce((now, call) => takeCall(now, call, atMs), dropWaiting(kept))
  const called = snapshot.calls.reduce(takeMarks, taken)
  const alone: Floor = { ...called, beside: new Map() }
  const joined = snapshot.calls.reduce((now, call) => takeOthers(now, call, atMs), alone)
  return [...joined.queues.keys()].reduce(balance, settleRinging(joined, atMs))
}

/**
 * Calls that ended unseen, or whose agent left them unseen: they are taken as new. How they ended is not known, so
 * a caller who waited is not counted as lost.
 */
function endLostCalls(floor: Floor, snapshot: Snapshot): Floor {
  const told = new Map(snapshot.calls.map((call) => [call.callId, call.state.kind]))
  const lost = [...floor.calls.values()].filter((call) => {
    const now = told.get(call.id)
    const isLeft = !isWaiting(call) && (now === 'waiting' || now === 'dialling')
    return now === undefined || (isLeft && now !== call.state.kind)
  })
  const ended = lost.reduce(
    (now, call) => endCall(now, call.id, isWaiting(call) ? 'transferred' : 'switch', snapshot.atMs),
    floor,
  )
  // A call that is taken as new still came from its queue.
  return { ...ended, homes: new Map([...floor.homes].filter(([id]) => told.has(id))) }
}

function takeQueues(floor: Floor, told: readonly PbxQueue[], atMs: number): Floor {
  const members = told.flatMap((queue) => queue.members)
  const known = ensureAgents(
    floor,
    members.map(({ extension }) => extension),
    atMs,
  )
  const earlier = new Map(known.earlier.queues)
  for (const queue of known.queues.values()) earlier.set(queue.id, queue.today)
  const remembered: Floor = { ...known, earlier: { ...known.earlier, queues: earlier } }
  const queues = new Map(told.map((queue) => [queue.id, toQueue(remembered, queue)]))
  return withQueueIds({ ...remembered, queues })
}

function toQueue(floor: Floor, { members, ...rules }: PbxQueue): Queue {
  const recent = toRecent(floor.recents.get(rules.id))
  const queue: Queue = {
    ...rules,
    dispositions: [...rules.dispositions],
    members: members.flatMap((member) => {
      const agentId = floor.agentIds.get(member.extension)
      return agentId === undefined ? [] : [toQueueMember(agentId, member)]
    }),
    today: floor.earlier.queues.get(rules.id) ?? emptyQueueDay,
    ...(recent === undefined ? {} : { recent }),
    ...floor.queueMarks.get(rules.id),
  }
  const before = floor.queues.get(rules.id)
  return before !== undefined && isDeepStrictEqual(before, queue) ? before : queue
}

function withQueueIds(floor: Floor): Floor {
  const queueIds = new Map<AgentId, QueueId[]>()
  for (const { id, members } of floor.queues.values()) {
    for (const { agentId } of members) queueIds.set(agentId, [...(queueIds.get(agentId) ?? []), id])
  }
  const agents = new Map(
    [...floor.agents].map(([id, agent]) => {
      const now = queueIds.get(id) ?? []
      return [id, isDeepStrictEqual(agent.queueIds, now) ? agent : { ...agent, queueIds: now }]
    }),
  )
  return { ...floor, agents }
}

/** Extensions that are no more leave, unless a person owns them: then only their phone is away. */
function dropExtensions(floor: Floor, snapshot: Snapshot): Floor {
  const present = new Set(snapshot.extensions.map(({ extension }) => extension))
  const agents = new Map(floor.agents)
  const agentIds = new Map(floor.agentIds)
  const earlier = new Map(floor.earlier.agents)
  for (const agent of floor.agents.values()) {
    if (present.has(agent.extension)) continue
    if (floor.seats.has(agent.id)) agents.set(agent.id, withPhone(agent, 'absent'))
    else if (agent.queueIds.length === 0 && callIdOf(agent) === null) {
      agents.delete(agent.id)
      agentIds.delete(agent.extension)
      earlier.set(agent.id, agent.today)
    }
  }
  return { ...floor, agents, agentIds, earlier: { ...floor.earlier, agents: earlier } }
}

/** A place is only right when those ahead are in line already. */
function placeOf({ state }: PbxCall): number {
  return state.kind === 'waiting' ? state.position : 0
}

/** Waiting callers are put in line anew, by their places; a queue that is no more has no line. */
function dropWaiting(floor: Floor): Floor {
  const calls = new Map(
    [...floor.calls].map(([id, call]) => [id, isWaiting(call) ? { ...call, queueId: null } : call]),
  )
  return { ...floor, calls }
}

function takeCall(floor: Floor, told: PbxCall, atMs: number): Floor {
  if (told.state.kind === 'waiting') return takeWaiting(floor, told, told.state, atMs)
  const { kind, extension, sinceMs } = told.state
  const [known, agentId] = ensureAgent(floor, extension, atMs)
  if (kind === 'dialling') {
    const dialling = putCall(known, { ...toCall(told), state: { kind, agentId } })
    return turnIfFree(dialling, agentId, { kind, callId: told.callId, sinceMs })
  }
  const talking = takeTalking(known, told, agentId, { extension, sinceMs })
  return kind === 'held'
    ? holdCall(talking, { kind: 'callHeld', atMs: sinceMs, callId: told.callId, extension })
    : resumeCall(talking, { kind: 'callResumed', atMs: sinceMs, callId: told.callId, extension })
}

function takeMarks(floor: Floor, { callId, recording, conference = [] }: PbxCall): Floor {
  const recorded = putRecording(floor, callId, recording?.state ?? null, recording?.sinceMs ?? 0)
  return putConference(recorded, callId, conference)
}

/** After every call's own agent has found theirs: who is in two calls is shown in the one they answer for. */
function takeOthers(floor: Floor, { callId, others = [] }: PbxCall, atMs: number): Floor {
  return others.reduce((now, { extension, kind }) => {
    const [known, agentId] = ensureAgent(now, extension, atMs)
    const activity = { kind, callId, sinceMs: atMs }
    return turnIfFree(putBeside(known, agentId, activity), agentId, activity)
  }, floor)
}

/** A caller we saw waiting was answered unseen: the same as if we had seen it. Others are taken as they are. */
function takeTalking(
  floor: Floor,
  told: PbxCall,
  agentId: AgentId,
  { extension, sinceMs }: { readonly extension: string; readonly sinceMs: number },
): Floor {
  const before = floor.calls.get(told.callId)
  const answeredAtMs = told.answeredAtMs ?? sinceMs
  if (before !== undefined) {
    const line = isWaiting(before) && told.queueId !== null && floor.queues.has(told.queueId)
    const waiting = line ? putCall(floor, { ...before, queueId: told.queueId }) : floor
    return connectCall(waiting, {
      kind: 'callConnected',
      atMs: answeredAtMs,
      callId: told.callId,
      extension,
    })
  }
  const state: Call['state'] = { kind: 'talking', agentId, sinceMs: answeredAtMs }
  const talks = withEntry(floor.talks, talkKey(agentId, told.callId), answeredAtMs)
  const talking = putCall({ ...floor, talks }, { ...toCall(told), answeredAtMs, state })
  return turnIfFree(talking, agentId, { kind: 'talking', callId: told.callId, sinceMs: answeredAtMs })
}

function takeWaiting(
  floor: Floor,
  told: PbxCall,
  { position, offeredTo }: Extract<PbxCall['state'], { readonly kind: 'waiting' }>,
  atMs: number,
): Floor {
  const before = floor.calls.get(told.callId)
  const known = ensureAgents(floor, offeredTo, atMs)
  const ids = offeredTo.flatMap((extension) => known.agentIds.get(extension) ?? [])
  const offeredBefore = before !== undefined && isWaiting(before) ? before.state.offeredAtMs : null
  const offeredAtMs = ids.length === 0 ? null : (offeredBefore ?? atMs)
  const call: WaitingCall = {
    ...toCall(told),
    queueId: null,
    state: { kind: 'waiting', position: 1, offeredTo: ids, offeredAtMs },
  }
  const placed =
    told.queueId !== null && known.queues.has(told.queueId)
      ? joinLine(known, call, told.queueId, position)
      : putCall(known, call)
  return ids.reduce(
    (now, id) => turnIfFree(now, id, { kind: 'ringing', callId: call.id, sinceMs: offeredAtMs ?? atMs }),
    placed,
  )
}

function toCall(told: PbxCall): Omit<Call, 'state'> {
  const { callId, state: _, others: __, recording: ___, conference: ____, ...rest } = told
  return { id: callId, ...rest }
}

function turnIfFree(floor: Floor, agentId: AgentId, activity: Agent['activity']): Floor {
  const agent = floor.agents.get(agentId)
  if (agent === undefined || callIdOf(agent) !== null) return floor
  const rested = activity.kind === 'ringing' ? endWrapUp(floor, agentId, activity.sinceMs) : floor
  return turnTo(rested, agentId, activity)
}

/** Whoever seemed to ring for a call that no longer rings them is free. */
function settleRinging(floor: Floor, atMs: number): Floor {
  return [...floor.agents.values()].reduce((now, { id, activity }) => {
    if (activity.kind !== 'ringing') return now
    const call = now.calls.get(activity.callId)
    const isOffered = call !== undefined && isWaiting(call) && call.state.offeredTo.includes(id)
    return isOffered || now.beside.get(talkKey(id, activity.callId))?.activity.kind === 'ringing'
      ? now
      : changeAgent(now, id, (agent) => ({ ...agent, activity: { kind: 'idle', sinceMs: atMs } }))
  }, floor)
}
