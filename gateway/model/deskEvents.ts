/** What people at desks do to the floor: arrive, vanish, sign out, choose a status, and end their wrap-up. */
import type { Agent, ChosenStatus } from '#contract/agent'
import type { AgentId, CallId } from '#contract/ids'
import { emptyQueueDay } from '#contract/queue'
import { endWrapUp, putStatus, setActivity } from '#gateway/model/agentWork'
import { changeAgent, emptyAgentDay, type Floor, type Seat, withEntry } from '#gateway/model/floor'
import { balance } from '#gateway/model/queueLine'
import { nextMinuteOutMs } from '#gateway/model/recentMinutes'

/** A chosen status takes force at once only while the agent does nothing else. */
export function toEffect(agent: Agent): 'now' | 'next' {
  return agent.activity.kind === 'idle' ? 'now' : 'next'
}

export function arrive(floor: Floor, agentId: AgentId, atSignIn: ChosenStatus, atMs: number): Floor {
  const seat = floor.seats.get(agentId)
  if (seat === undefined || seat.kind === 'here') return floor
  const status = seat.kind === 'vanished' ? seat.status : atSignIn
  const next = floor.agents.get(agentId)?.nextStatus ?? null
  const found = setLost(setSeat(floor, agentId, { kind: 'here' }), agentId, false)
  const seated = putStatus(found, agentId, status, atMs)
  return changeAgent(seated, agentId, (agent) => (next === null ? agent : { ...agent, nextStatus: next }))
}

export function vanish(floor: Floor, agentId: AgentId, atMs: number): Floor {
  const agent = floor.agents.get(agentId)
  if (agent === undefined || floor.seats.get(agentId)?.kind !== 'here') return floor
  const seated = setSeat(floor, agentId, { kind: 'vanished', status: toChosen(agent) })
  return setLost(setOffline(seated, agentId, atMs), agentId, true)
}

/** What the person had chosen; nobody is `offline` while their seat is taken. */
function toChosen({ status }: Agent): ChosenStatus {
  switch (status.kind) {
    case 'break':
    case 'notReady':
      return { kind: status.kind, reasonId: status.reasonId }
    case 'available':
    case 'offline':
      return { kind: 'available' }
  }
}

export function signOut(floor: Floor, agentId: AgentId, atMs: number): Floor {
  const seat = floor.seats.get(agentId)
  if (seat === undefined || seat.kind === 'signedOut') return floor
  const plain = changeAgent(floor, agentId, (agent) => ({ ...agent, nextStatus: null }))
  const rested = setLost(endWrapUp(plain, agentId, atMs), agentId, false)
  return setOffline(setSeat(rested, agentId, { kind: 'signedOut' }), agentId, atMs)
}

function setSeat(floor: Floor, agentId: AgentId, seat: Seat): Floor {
  return { ...floor, seats: withEntry(floor.seats, agentId, seat) }
}

/** Nobody misses who signed out; who went away without it is missed. */
function setLost(floor: Floor, agentId: AgentId, isLost: boolean): Floor {
  return changeAgent(floor, agentId, (agent) => {
    if (isLost) return agent.isLost === true ? agent : { ...agent, isLost }
    if (agent.isLost === undefined) return agent
    const { isLost: _, ...found } = agent
    return found
  })
}

function setOffline(floor: Floor, agentId: AgentId, atMs: number): Floor {
  return changeAgent(floor, agentId, (agent) =>
    agent.status.kind === 'offline' ? agent : { ...agent, status: { kind: 'offline', sinceMs: atMs } },
  )
}

export function chooseStatus(
  floor: Floor,
  agentId: AgentId,
  status: ChosenStatus,
  effect: 'now' | 'next',
  atMs: number,
): Floor {
  if (floor.seats.get(agentId)?.kind !== 'here') return floor
  if (effect === 'now') return putStatus(floor, agentId, status, atMs)
  return changeAgent(floor, agentId, (agent) =>
    agent.activity.kind === 'idle'
      ? { ...agent, nextStatus: null, status: { ...status, sinceMs: atMs } }
      : { ...agent, nextStatus: status },
  )
}

export function clearNext(floor: Floor, agentId: AgentId): Floor {
  return changeAgent(floor, agentId, (agent) =>
    agent.nextStatus === null ? agent : { ...agent, nextStatus: null },
  )
}

export function extendWrapUp(floor: Floor, agentId: AgentId, callId: CallId, byMs: number): Floor {
  const activity = floor.agents.get(agentId)?.activity
  if (activity?.kind !== 'wrapUp' || activity.wrapUp.callId !== callId) return floor
  const { endsAtMs, extendedTimes } = activity.wrapUp
  return setActivity(floor, agentId, {
    ...activity,
    wrapUp: {
      ...activity.wrapUp,
      endsAtMs: endsAtMs === null ? null : endsAtMs + byMs,
      extendedTimes: extendedTimes + 1,
    },
  })
}

export function finishWrapUp(floor: Floor, agentId: AgentId, callId: CallId, atMs: number): Floor {
  const activity = floor.agents.get(agentId)?.activity
  if (activity?.kind !== 'wrapUp' || activity.wrapUp.callId !== callId) return floor
  return endWrapUp(floor, agentId, atMs)
}

/** A wrap-up that ran out ended when its time came, however late we look. */
export function passTime(floor: Floor, atMs: number): Floor {
  return [...floor.agents.values()].reduce((now, { id, activity }) => {
    const endsAtMs = activity.kind === 'wrapUp' ? activity.wrapUp.endsAtMs : null
    return endsAtMs !== null && endsAtMs <= atMs ? endWrapUp(now, id, endsAtMs) : now
  }, floor)
}

/** When the next wrap-up runs out, or a minute leaves the last half hour; null while neither will. */
export function nextDeadlineMs(floor: Floor): number | null {
  let next = nextMinuteOutMs(floor)
  for (const { activity } of floor.agents.values()) {
    const endsAtMs = activity.kind === 'wrapUp' ? activity.wrapUp.endsAtMs : null
    if (endsAtMs !== null && (next === null || endsAtMs < next)) next = endsAtMs
  }
  return next
}

/** A day that was already counted is not counted anew, should the clock be set back. */
export function beginDay(floor: Floor, day: string): Floor {
  if (day <= floor.day) return floor
  const agents = new Map([...floor.agents].map(([id, agent]) => [id, { ...agent, today: emptyAgentDay }]))
  const queues = new Map([...floor.queues].map(([id, queue]) => [id, { ...queue, today: emptyQueueDay }]))
  const fresh = { ...floor, day, agents, queues, earlier: { agents: new Map(), queues: new Map() } }
  return [...queues.keys()].reduce(balance, fresh)
}
