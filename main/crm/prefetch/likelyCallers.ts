/** Decides whose cards a desk keeps ready, and for which of them it asks the CRM: those its agent is likely to get. Pure. */
import type { Agent } from '#contract/agent'
import type { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { AgentId, CallId, QueueId } from '#contract/ids'
import type { Queue } from '#contract/queue'

export interface KnownCaller {
  readonly callId: CallId
  /** Exactly as the live model gives it. */
  readonly number: string
}

export interface Ask extends KnownCaller {
  /** How long this desk lets those who are likelier to get the caller ask before it: 0 to 1, of the whole spread. */
  readonly share: number
}

/** Most callers whose cards are kept; those who have waited longest are next, so they stay. */
const mostPrepared = 500

/** The waiting callers this agent may be or is offered, longest waiting first. */
export function toWaitingCallers(centre: Centre, agentId: AgentId): KnownCaller[] {
  const queueIds = centre.agents.find((agent) => agent.id === agentId)?.queueIds ?? []
  return centre.calls
    .filter((call) => waitsFor(call, agentId, queueIds))
    .toSorted((a, b) => a.enteredAtMs - b.enteredAtMs)
    .slice(0, mostPrepared)
    .flatMap(({ id, caller }) => (caller.number === null ? [] : [{ callId: id, number: caller.number }]))
}

/** A direct call rings at one agent without a queue; a queue's caller concerns all its members. */
function waitsFor({ state, queueId }: Call, agentId: AgentId, queueIds: readonly QueueId[]): boolean {
  if (state.kind !== 'waiting') return false
  return state.offeredTo.includes(agentId) || (queueId !== null && queueIds.includes(queueId))
}

/**
 * Whom to ask the CRM about. A caller who rings here, is talked to here or was dialled from here is asked for at once. One
 * who waits is asked for by as many desks as `desksFor` their queue says: those whose agents' turn comes when theirs does.
 */
export function toAsks(centre: Centre, agentId: AgentId, desksFor: (queueId: QueueId) => number): Ask[] {
  const me = centre.agents.find((agent) => agent.id === agentId)
  if (me === undefined) return []
  const here = centre.calls.flatMap((call) => toOwnAsk(call, me))
  const known = new Set(here.map(({ callId }) => callId))
  const agents = new Map(centre.agents.map((agent) => [agent.id, agent]))
  const waiting = centre.queues
    .filter((queue) => me.queueIds.includes(queue.id))
    .flatMap((queue) => toQueueAsks(centre.calls, queue, agents, agentId, desksFor(queue.id)))
  return [...here, ...waiting.filter(({ callId }) => !known.has(callId))]
}

function toOwnAsk({ id, state, caller, direction, dialledNumber }: Call, me: Agent): Ask[] {
  const isMine = state.kind === 'waiting' ? state.offeredTo.includes(me.id) : state.agentId === me.id
  if (!isMine) return []
  const number = direction !== 'inbound' && caller.number === me.extension ? dialledNumber : caller.number
  return number === null ? [] : [{ callId: id, number, share: 0 }]
}

function toQueueAsks(
  calls: readonly Call[],
  queue: Queue,
  agents: ReadonlyMap<AgentId, Agent>,
  agentId: AgentId,
  desks: number,
): Ask[] {
  const line = calls
    .filter(({ state, queueId }) => queueId === queue.id && state.kind === 'waiting')
    .toSorted((a, b) => b.priority - a.priority || a.enteredAtMs - b.enteredAtMs)
  // Most of the time nobody waits, and every change of the floor comes by here.
  const turn = line.length === 0 ? -1 : toTurns(queue, agents).indexOf(agentId)
  if (turn < 0) return []
  return line.flatMap(({ id, caller }, place) => {
    const apart = Math.abs(turn - place)
    // Where all of them may ask, all do: nobody knows for sure who is free first.
    if (caller.number === null || (apart >= desks && desks < queue.members.length)) return []
    return [{ callId: id, number: caller.number, share: Math.min(1, apart / desks) }]
  })
}

/** The members in the order their turn is likely to come, those on a break last; who is away is not among them. */
export function toTurns(queue: Queue, agents: ReadonlyMap<AgentId, Agent>): AgentId[] {
  return queue.members
    .flatMap(({ agentId, penalty, pausedReason }, place) => {
      const agent = agents.get(agentId)
      const soon = agent === undefined ? null : toSoonness(agent, pausedReason !== undefined)
      if (agent === undefined || soon === null) return []
      return [{ agentId, order: [soon, penalty, toOrder(queue, agent, place)] }]
    })
    .toSorted((a, b) => compare(a.order, b.order))
    .map(({ agentId }) => agentId)
}

/** 0 who can be asked now, then who is nearest to it; null for who is not there. */
function toSoonness({ status, phone, activity }: Agent, isPaused: boolean): number | null {
  if (status.kind === 'offline' || phone !== 'registered') return null
  // Who comes back from a break is offered whoever waits in the same moment.
  if (status.kind !== 'available' || isPaused) return 4
  if (activity.kind === 'idle') return 0
  if (activity.kind === 'ringing') return 1
  return activity.kind === 'wrapUp' ? 2 : 3
}

/** What the strategy goes by, where anyone but the switch can know it; otherwise who is longest in what they do. */
function toOrder({ strategy }: Queue, { activity, today }: Agent, place: number): number {
  if (strategy === 'linear') return place
  if (strategy === 'fewest-calls') return today.handled
  return activity.kind === 'wrapUp' ? (activity.wrapUp.endsAtMs ?? activity.sinceMs) : activity.sinceMs
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((each, index) => each !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
