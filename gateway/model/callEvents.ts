/** What each call event of the PBX does to the floor; an event that does not fit what is known changes nothing. */
import type { Call, CallEnd } from '#contract/call'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import { shortAbandonMs } from '#contract/queue'
import {
  beginTalk,
  callIdOf,
  endWrapUp,
  goIdle,
  release,
  setActivity,
  turnTo,
} from '#gateway/model/agentWork'
import {
  changeAgent,
  dropBeside,
  dropBesides,
  dropCall,
  ensureAgent,
  type Floor,
  putBeside,
  putCall,
  talkKey,
} from '#gateway/model/floor'
import {
  countInQueue,
  isWaiting,
  joinLine,
  leaveLine,
  looseCall,
  type WaitingCall,
} from '#gateway/model/queueLine'

type EventOf<Kind extends PbxEvent['kind']> = Extract<PbxEvent, { readonly kind: Kind }>

export function enterCall(floor: Floor, event: EventOf<'callEntered'>): Floor {
  const known = floor.calls.get(event.callId)
  if (known !== undefined) return learnCaller(floor, known, event)
  const call: Call = {
    id: event.callId,
    direction: event.direction,
    caller: event.caller,
    dialledNumber: event.dialledNumber,
    priority: 0,
    enteredAtMs: event.atMs,
    answeredAtMs: null,
    ...looseCall,
  }
  if (event.extension === null) return putCall(floor, call)
  const [seated, agentId] = ensureAgent(floor, event.extension, event.atMs)
  const dialling = putCall(seated, { ...call, state: { kind: 'dialling', agentId } })
  return callOf(dialling, agentId) === null
    ? turnTo(dialling, agentId, { kind: 'dialling', callId: call.id, sinceMs: event.atMs })
    : dialling
}

/** A PBX may learn who calls, or what was dialled, only after the call has come in, and then tells it again. */
function learnCaller(floor: Floor, call: Call, event: EventOf<'callEntered'>): Floor {
  const caller = { ...call.caller, ...withoutNulls(event.caller) }
  const dialledNumber = call.dialledNumber ?? event.dialledNumber
  const isNews =
    caller.number !== call.caller.number ||
    caller.name !== call.caller.name ||
    dialledNumber !== call.dialledNumber
  return isNews ? putCall(floor, { ...call, caller, dialledNumber }) : floor
}

function withoutNulls({ number, name }: Call['caller']): Partial<Call['caller']> {
  return { ...(number === null ? {} : { number }), ...(name === null ? {} : { name }) }
}

export function queueCall(floor: Floor, event: EventOf<'callQueued'>): Floor {
  const call = floor.calls.get(event.callId)
  if (call === undefined || !floor.queues.has(event.queueId)) return floor
  if (isWaiting(call) && call.queueId === event.queueId) return floor
  const free = detach(floor, call, event.atMs, 'withdrawn')
  const queued: WaitingCall = {
    ...call,
    priority: event.priority,
    queuedAtMs: event.atMs,
    answeredAtMs: null,
    state: looseCall.state,
  }
  const inLine = joinLine(free, queued, event.queueId, event.position)
  return countInQueue(inLine, event.queueId, { offered: 1 }, event.atMs)
}

export function offerCall(floor: Floor, event: EventOf<'callOffered'>): Floor {
  const call = floor.calls.get(event.callId)
  if (call === undefined) return floor
  const [known, agentId] = ensureAgent(floor, event.extension, event.atMs)
  if (call.state.kind !== 'waiting') {
    // For a colleague who dials, or to take the call over from one who gives it away.
    if (isTalkingIn(known, agentId, call) || call.state.agentId === agentId) return floor
    const beside = putBeside(known, agentId, { kind: 'ringing', callId: call.id, sinceMs: event.atMs })
    return ring(beside, agentId, call.id, event.atMs)
  }
  if (call.state.offeredTo.includes(agentId)) return floor
  const offeredTo = [...call.state.offeredTo, agentId]
  const offeredAtMs = call.state.offeredAtMs ?? event.atMs
  const offered = putCall(known, { ...call, state: { ...call.state, offeredTo, offeredAtMs } })
  return ring(offered, agentId, call.id, event.atMs)
}

/** A PBX that offers a call knows the wrap-up to be over, so it is. */
function ring(floor: Floor, agentId: AgentId, callId: CallId, atMs: number): Floor {
  const rested = endWrapUp(floor, agentId, atMs)
  if (callOf(rested, agentId) !== null) return rested
  return turnTo(rested, agentId, { kind: 'ringing', callId, sinceMs: atMs })
}

function callOf(floor: Floor, agentId: AgentId): CallId | null {
  const agent = floor.agents.get(agentId)
  return agent === undefined ? null : callIdOf(agent)
}

export function endOffer(floor: Floor, event: EventOf<'offerEnded'>): Floor {
  const call = floor.calls.get(event.callId)
  const agentId = floor.agentIds.get(event.extension)
  if (call === undefined || agentId === undefined) return floor
  const agent = floor.agents.get(agentId)
  const rang = agent?.activity.kind === 'ringing' && agent.activity.callId === call.id
  const wasOffered = isWaiting(call) && call.state.offeredTo.includes(agentId)
  const quiet = dropBeside(floor, agentId, call.id)
  if (!rang && !wasOffered) return quiet
  const missed = event.outcome === 'no-answer' || event.outcome === 'declined' ? 1 : 0
  const counted = changeAgent(wasOffered ? withdrawOffer(quiet, call, agentId) : quiet, agentId, (row) =>
    missed === 0 ? row : { ...row, today: { ...row.today, missed: row.today.missed + missed } },
  )
  return rang ? release(counted, agentId, call, event.atMs) : counted
}

function withdrawOffer(floor: Floor, call: WaitingCall, agentId: AgentId): Floor {
  const offeredTo = call.state.offeredTo.filter((id) => id !== agentId)
  const offeredAtMs = offeredTo.length === 0 ? null : call.state.offeredAtMs
  return putCall(floor, { ...call, state: { ...call.state, offeredTo, offeredAtMs } })
}

export function connectCall(floor: Floor, event: EventOf<'callConnected'>): Floor {
  const call = floor.calls.get(event.callId)
  if (call === undefined) return floor
  const [known, agentId] = ensureAgent(floor, event.extension, event.atMs)
  if (isTalkingIn(known, agentId, call)) return floor
  const talking: Call = {
    ...call,
    answeredAtMs: call.answeredAtMs ?? event.atMs,
    queueId: call.queueId ?? ownQueueOf(known, call, agentId),
    state: { kind: 'talking', agentId, sinceMs: event.atMs },
  }
  const left = isWaiting(call) ? takeFromLine(known, call, talking, event.atMs) : putCall(known, talking)
  return joinParties(left, call, agentId, event.atMs)
}

/**
 * A caller who comes back to one of the people of their queue, after a take-over or a lost page, is that queue's
 * again: after-call work and all. It was counted when it was answered there first.
 */
function ownQueueOf(floor: Floor, call: Call, agentId: AgentId): QueueId | null {
  const home = call.answeredAtMs === null ? undefined : floor.homes.get(call.id)
  const isMember = home !== undefined && floor.agents.get(agentId)?.queueIds.includes(home) === true
  return isMember ? home : null
}

function isTalkingIn(floor: Floor, agentId: AgentId, call: Call): boolean {
  const { state } = call
  if ((state.kind === 'talking' || state.kind === 'held') && state.agentId === agentId) return true
  const activity = floor.agents.get(agentId)?.activity
  return (activity?.kind === 'talking' || activity?.kind === 'held') && activity.callId === call.id
}

/** The answer takes a caller out of the queue: counted, phones that still ring stop, the line moves up. */
function takeFromLine(floor: Floor, call: WaitingCall, talking: Call, atMs: number): Floor {
  const answeredBy = talking.state.kind === 'talking' ? talking.state.agentId : null
  const others = call.state.offeredTo.filter((id) => id !== answeredBy)
  const quiet = others.reduce((now, id) => stopRinging(now, id, call, atMs), putCall(floor, talking))
  const queue = call.queueId === null ? undefined : floor.queues.get(call.queueId)
  if (queue === undefined) return quiet
  const waitedMs = Math.max(0, atMs - (call.queuedAtMs ?? atMs))
  const handledInTime = waitedMs <= queue.serviceLevelMs ? 1 : 0
  const left = leaveLine(quiet, queue.id, call.id)
  return countInQueue(left, queue.id, { handled: 1, handledInTime, waitedMs }, atMs)
}

function stopRinging(floor: Floor, agentId: AgentId, call: Call, atMs: number): Floor {
  const activity = floor.agents.get(agentId)?.activity
  const rings = activity?.kind === 'ringing' && activity.callId === call.id
  return rings ? release(floor, agentId, call, atMs) : floor
}

/** Both ends talk: the one who answered, and the agent who dialled where it was one. */
function joinParties(floor: Floor, before: Call, agentId: AgentId, atMs: number): Floor {
  const { state } = before
  const diallerId = state.kind === 'dialling' ? state.agentId : null
  const quiet = dropBeside(floor, agentId, before.id)
  const answered = diallerId === agentId ? quiet : beginTalk(quiet, agentId, before, atMs)
  const rested = endWrapUp(answered, agentId, atMs)
  const talks = turnTo(rested, agentId, { kind: 'talking', callId: before.id, sinceMs: atMs })
  if (diallerId !== null && diallerId !== agentId) {
    const activity = { kind: 'talking', callId: before.id, sinceMs: atMs } as const
    const beside = putBeside(talks, diallerId, activity)
    return callOf(beside, diallerId) === before.id ? setActivity(beside, diallerId, activity) : beside
  }
  const previousId = state.kind === 'talking' || state.kind === 'held' ? state.agentId : null
  return previousId === null ? talks : release(talks, previousId, before, atMs)
}

export function joinParty(floor: Floor, event: EventOf<'partyJoined'>): Floor {
  const call = floor.calls.get(event.callId)
  if (call === undefined || call.state.kind === 'waiting') return floor
  const [known, agentId] = ensureAgent(floor, event.extension, event.atMs)
  if (isTalkingIn(known, agentId, call)) return floor
  const activity = { kind: 'talking', callId: call.id, sinceMs: event.atMs } as const
  const beside = putBeside(endWrapUp(known, agentId, event.atMs), agentId, activity)
  return callOf(beside, agentId) === null ? turnTo(beside, agentId, activity) : beside
}

export function holdCall(floor: Floor, event: EventOf<'callHeld'>): Floor {
  const call = floor.calls.get(event.callId)
  const agentId = floor.agentIds.get(event.extension)
  if (call === undefined || agentId === undefined) return floor
  const { state } = call
  const held: Call['state'] | null =
    state.kind === 'talking' && state.agentId === agentId
      ? { kind: 'held', agentId, sinceMs: event.atMs, talkingSinceMs: state.sinceMs }
      : null
  const changed = held === null ? floor : putCall(floor, { ...call, state: held })
  return switchActivity(changed, agentId, call.id, 'talking', 'held', event.atMs)
}

export function resumeCall(floor: Floor, event: EventOf<'callResumed'>): Floor {
  const call = floor.calls.get(event.callId)
  const agentId = floor.agentIds.get(event.extension)
  if (call === undefined || agentId === undefined) return floor
  const { state } = call
  if (state.kind === 'held' && state.agentId === agentId) {
    const talking = putCall(floor, {
      ...call,
      state: { kind: 'talking', agentId, sinceMs: state.talkingSinceMs },
    })
    return setActivity(talking, agentId, { kind: 'talking', callId: call.id, sinceMs: event.atMs })
  }
  return switchActivity(floor, agentId, call.id, 'held', 'talking', event.atMs)
}

function switchActivity(
  floor: Floor,
  agentId: AgentId,
  callId: CallId,
  from: 'talking' | 'held',
  to: 'talking' | 'held',
  sinceMs: number,
): Floor {
  const activity = floor.agents.get(agentId)?.activity
  if (activity?.kind !== from || activity.callId !== callId) return floor
  return setActivity(floor, agentId, { kind: to, callId, sinceMs })
}

export function unqueueCall(floor: Floor, event: EventOf<'callUnqueued'>): Floor {
  const call = floor.calls.get(event.callId)
  if (call === undefined || !isWaiting(call) || call.queueId === null) return floor
  return detach(floor, call, event.atMs, event.why)
}

export function endCall(floor: Floor, callId: CallId, end: CallEnd, atMs: number): Floor {
  const call = floor.calls.get(callId)
  if (call === undefined) return floor
  const detached = detach(floor, call, atMs, toOutcome(end))
  return dropCall(detached, callId)
}

/** How leaving a queue unanswered is counted; `withdrawn` was never an offer to the queue in the end. */
type Outcome = 'abandoned' | 'timed-out' | 'withdrawn'

function toOutcome(end: CallEnd): Outcome {
  if (end === 'timed-out') return 'timed-out'
  return end === 'transferred' ? 'withdrawn' : 'abandoned'
}

/** Takes everyone out of a call, and the call out of its line. */
function detach(floor: Floor, call: Call, atMs: number, outcome: Outcome): Floor {
  const queueId = isWaiting(call) ? call.queueId : null
  const apart = dropBesides(floor, call.id)
  const alone = putCall(apart, isWaiting(call) ? { ...call, ...looseCall } : call)
  const waitedMs = Math.max(0, atMs - (call.queuedAtMs ?? atMs))
  const counted =
    queueId === null
      ? alone
      : countOutcome(leaveLine(alone, queueId, call.id), queueId, outcome, { waitedMs, atMs })
  return partiesOf(counted, call).reduce((now, id) => leaveCall(now, id, call, atMs), counted)
}

function countOutcome(
  floor: Floor,
  queueId: QueueId,
  outcome: Outcome,
  { waitedMs, atMs }: { readonly waitedMs: number; readonly atMs: number },
): Floor {
  switch (outcome) {
    case 'abandoned':
      return countInQueue(
        floor,
        queueId,
        { abandoned: 1, abandonedShort: waitedMs <= shortAbandonMs ? 1 : 0 },
        atMs,
      )
    case 'timed-out':
      return countInQueue(floor, queueId, { timedOut: 1 }, atMs)
    case 'withdrawn':
      return countInQueue(floor, queueId, { offered: -1 }, atMs)
  }
}

function partiesOf(floor: Floor, call: Call): AgentId[] {
  return [...floor.agents.values()]
    .filter((agent) => callIdOf(agent) === call.id || floor.talks.has(talkKey(agent.id, call.id)))
    .map((agent) => agent.id)
}

function leaveCall(floor: Floor, agentId: AgentId, call: Call, atMs: number): Floor {
  const released = release(floor, agentId, call, atMs)
  return callOf(released, agentId) === call.id ? goIdle(released, agentId, atMs) : released
}
