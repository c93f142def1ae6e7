/** Moves one agent through ringing, talking and wrap-up, and lets a chosen next status take force in between. */
import type { Activity, Agent, ChosenStatus, WrapUp } from '#contract/agent'
import type { Call } from '#contract/call'
import type { AgentId, CallId } from '#contract/ids'
import type { MonitorState } from '#contract/monitor'
import type { ToldQuality } from '#contract/quality'
import { changeAgent, type Floor, talkKey, withEntry, withoutEntry } from '#gateway/model/floor'

export function setActivity(floor: Floor, agentId: AgentId, activity: Activity): Floor {
  return changeAgent(floor, agentId, ({ quality, ...agent }) => ({
    ...agent,
    activity,
    // What was measured is told of the call it was measured in, and of no other.
    ...(quality !== undefined && isUpIn(activity, quality.callId) && { quality }),
  }))
}

function isUpIn(activity: Activity, callId: CallId): boolean {
  return (activity.kind === 'talking' || activity.kind === 'held') && activity.callId === callId
}

/** What was measured of the call they are in. */
export function noteQuality(floor: Floor, agentId: AgentId, quality: ToldQuality): Floor {
  return changeAgent(floor, agentId, (agent) =>
    isUpIn(agent.activity, quality.callId) ? { ...agent, quality } : agent,
  )
}

/** The call the agent's activity is about; null while idle or in wrap-up. */
export function callIdOf(agent: Agent): Call['id'] | null {
  return agent.activity.kind === 'idle' || agent.activity.kind === 'wrapUp' ? null : agent.activity.callId
}

/** Interrupts idling or wrap-up for a call; the rest of a wrap-up is owed for afterwards. */
export function turnTo(floor: Floor, agentId: AgentId, activity: Activity): Floor {
  const current = floor.agents.get(agentId)?.activity
  if (current === undefined) return floor
  const owed = current.kind === 'wrapUp' ? withEntry(floor.owed, agentId, current.wrapUp) : floor.owed
  return setActivity({ ...floor, owed }, agentId, activity)
}

/** The agent begins to talk in a call they answered. */
export function beginTalk(floor: Floor, agentId: AgentId, call: Call, atMs: number): Floor {
  const talks = withEntry(floor.talks, talkKey(agentId, call.id), atMs)
  return changeAgent({ ...floor, talks }, agentId, (agent) => ({
    ...agent,
    today: { ...agent.today, handled: agent.today.handled + 1 },
  }))
}

/** Takes the agent out of a call: talk is counted, and after-call work begins where the queue has it. */
export function release(floor: Floor, agentId: AgentId, call: Call, atMs: number): Floor {
  const agent = floor.agents.get(agentId)
  if (agent === undefined) return floor
  const ended = endTalk(floor, agentId, call, atMs)
  const isFree = agent.activity.kind === 'idle' && ended.owed.has(agentId)
  return isFree || callIdOf(agent) === call.id ? turnToRest(ended, agentId, call, atMs) : ended
}

function endTalk(floor: Floor, agentId: AgentId, call: Call, atMs: number): Floor {
  const key = talkKey(agentId, call.id)
  const sinceMs = floor.talks.get(key)
  if (sinceMs === undefined) return floor
  const talkedMs = Math.max(0, atMs - sinceMs)
  const counted = changeAgent(
    { ...floor, talks: withoutEntry(floor.talks, key) },
    agentId,
    ({ today, ...rest }) => ({
      ...rest,
      today: { ...today, talkMs: today.talkMs + talkedMs, finished: today.finished + 1 },
    }),
  )
  const wrapUpMs = call.queueId === null ? 0 : (floor.queues.get(call.queueId)?.wrapUpMs ?? 0)
  if (wrapUpMs === 0) return counted
  return {
    ...counted,
    owed: withEntry(counted.owed, agentId, {
      ...toWrapUp(call, talkedMs, atMs, wrapUpMs),
      ...toTaker(floor, agentId, call.id),
    }),
  }
}

/** Which supervisor takes, or took, the caller of this talk over. */
function toTaker({ monitors }: Floor, agentId: AgentId, callId: Call['id']): Pick<WrapUp, 'takenOverBy'> {
  const taken = monitors.values().find(({ state }) => isTaking(state, callId) && state.agentId === agentId)
  return taken === undefined ? {} : { takenOverBy: taken.supervisorName }
}

type Taking = Extract<MonitorState, { readonly kind: 'takingOver' | 'talking' }>

export function isTaking(state: MonitorState, callId: Call['id']): state is Taking {
  return (state.kind === 'takingOver' || state.kind === 'talking') && state.callId === callId
}

function toWrapUp(call: Call, talkedMs: number, atMs: number, wrapUpMs: number): WrapUp {
  const waitedMs =
    call.queuedAtMs === null || call.answeredAtMs === null ? 0 : call.answeredAtMs - call.queuedAtMs
  return {
    callId: call.id,
    queueId: call.queueId,
    caller: call.caller,
    dialledNumber: call.dialledNumber,
    startedAtMs: atMs,
    endsAtMs: atMs + wrapUpMs,
    extendedTimes: 0,
    waitedMs: Math.max(0, waitedMs),
    talkedMs,
  }
}

/** What an agent does when one call is over: another call they are in, owed after-call work, or nothing. */
function turnToRest(floor: Floor, agentId: AgentId, left: Call, atMs: number): Floor {
  const other = findActivity(floor, agentId, left)
  if (other !== null) return setActivity(floor, agentId, other)
  const wrapUp = floor.owed.get(agentId)
  if (wrapUp === undefined) return goIdle(floor, agentId, atMs)
  const begun = setActivity({ ...floor, owed: withoutEntry(floor.owed, agentId) }, agentId, {
    kind: 'wrapUp',
    wrapUp,
    sinceMs: wrapUp.startedAtMs,
  })
  return wrapUp.endsAtMs !== null && wrapUp.endsAtMs <= atMs ? endWrapUp(begun, agentId, atMs) : begun
}

function findActivity(floor: Floor, agentId: AgentId, left: Call): Activity | null {
  for (const { id, state, enteredAtMs } of floor.calls.values()) {
    if (id === left.id) continue
    if (state.kind === 'waiting') {
      if (!state.offeredTo.includes(agentId)) continue
      return { kind: 'ringing', callId: id, sinceMs: state.offeredAtMs ?? enteredAtMs }
    }
    if (state.agentId !== agentId) continue
    return { kind: state.kind, callId: id, sinceMs: state.kind === 'dialling' ? enteredAtMs : state.sinceMs }
  }
  for (const beside of floor.beside.values()) {
    if (beside.agentId === agentId && beside.activity.callId !== left.id) return beside.activity
  }
  return null
}

/** Ends a running wrap-up and counts it; nothing when there is none. */
export function endWrapUp(floor: Floor, agentId: AgentId, atMs: number): Floor {
  const agent = floor.agents.get(agentId)
  if (agent?.activity.kind !== 'wrapUp') return floor
  const spentMs = Math.max(0, atMs - agent.activity.wrapUp.startedAtMs)
  const counted = changeAgent(floor, agentId, ({ today, ...rest }) => ({
    ...rest,
    today: { ...today, wrapUpMs: today.wrapUpMs + spentMs, wrappedUp: today.wrappedUp + 1 },
  }))
  return goIdle(counted, agentId, atMs)
}

/** The agent is free: the next status, if one was chosen, takes force now. */
export function goIdle(floor: Floor, agentId: AgentId, atMs: number): Floor {
  const next = floor.agents.get(agentId)?.nextStatus ?? null
  const idle = setActivity(floor, agentId, { kind: 'idle', sinceMs: atMs })
  return next === null ? idle : putStatus(idle, agentId, next, atMs)
}

/** Puts a chosen status in force; for a person whose desk has vanished it waits for the desk's return. */
export function putStatus(floor: Floor, agentId: AgentId, status: ChosenStatus, atMs: number): Floor {
  const cleared = changeAgent(floor, agentId, (agent) =>
    agent.nextStatus === null ? agent : { ...agent, nextStatus: null },
  )
  if (floor.seats.get(agentId)?.kind === 'vanished') {
    return { ...cleared, seats: withEntry(cleared.seats, agentId, { kind: 'vanished', status }) }
  }
  return changeAgent(cleared, agentId, (agent) =>
    isSameStatus(agent.status, status) ? agent : { ...agent, status: { ...status, sinceMs: atMs } },
  )
}

export function isSameStatus(one: Agent['status'], other: ChosenStatus): boolean {
  if (one.kind !== other.kind) return false
  return one.kind !== 'break' && one.kind !== 'notReady'
    ? true
    : 'reasonId' in other && one.reasonId === other.reasonId
}
