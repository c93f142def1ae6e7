/** What people ask of each other, in the model: help, a break, and to leave when the call is over. */
import type { Agent, BreakRequest, ChosenStatus } from '#contract/agent'
import type { AgentId } from '#contract/ids'
import { changeAgent, type Floor } from '#gateway/model/floor'

export type PeopleEvent =
  /** Asked again, the reason is the new one and the time the first. */
  | { readonly kind: 'helpAsked'; readonly agentId: AgentId; readonly reason: string }
  | { readonly kind: 'helpCleared'; readonly agentId: AgentId }
  /** Asked again while it waits, it keeps its place in the line. */
  | {
      readonly kind: 'breakAsked'
      readonly agentId: AgentId
      readonly reasonId: string
      readonly state: 'asked' | 'queued'
    }
  /** A grant is told as the status it grants, and ends the request by that. */
  | {
      readonly kind: 'breakDecided'
      readonly agentId: AgentId
      readonly decision: 'queued' | 'declined' | 'withdrawn'
      /** Who decided; null for the agent. */
      readonly by: string | null
    }
  | { readonly kind: 'leavesAfterCall'; readonly agentId: AgentId }

export function reducePeople(floor: Floor, event: PeopleEvent & { readonly atMs: number }): Floor {
  // An extension nobody owns has no desk to ask from; whoever signed out has taken everything back.
  const seat = floor.seats.get(event.agentId)
  if (seat === undefined || seat.kind === 'signedOut') return floor
  return changeAsking(floor, event.agentId, (agent) => toAsking(agent, event))
}

/** Every change of what somebody asks for comes by here. */
function changeAsking(floor: Floor, agentId: AgentId, change: (agent: Agent) => Agent): Floor {
  const changed = changeAgent(floor, agentId, change)
  const isNow = isAsking(changed.agents.get(agentId))
  if (isNow === floor.asking.has(agentId)) return changed
  const asking = new Set(floor.asking)
  if (isNow) asking.add(agentId)
  else asking.delete(agentId)
  return { ...changed, asking }
}

export function isAsking(asked: Pick<Agent, 'help' | 'breakRequest' | 'leavesAfterCall'> = {}): boolean {
  const { help, breakRequest, leavesAfterCall } = asked
  return help !== undefined || breakRequest !== undefined || leavesAfterCall === true
}

function toAsking(agent: Agent, event: PeopleEvent & { readonly atMs: number }): Agent {
  switch (event.kind) {
    case 'helpAsked':
      return { ...agent, help: { reason: event.reason, sinceMs: agent.help?.sinceMs ?? event.atMs } }
    case 'helpCleared':
      return without(agent, 'help')
    case 'breakAsked':
      return { ...agent, breakRequest: toRequest(agent.breakRequest, event) }
    case 'breakDecided': {
      const { breakRequest } = agent
      if (breakRequest === undefined || event.decision === 'withdrawn') return without(agent, 'breakRequest')
      return { ...agent, breakRequest: { ...breakRequest, state: event.decision, decidedBy: event.by } }
    }
    case 'leavesAfterCall':
      return agent.leavesAfterCall === true ? agent : { ...agent, leavesAfterCall: true }
  }
}

function toRequest(
  before: BreakRequest | undefined,
  { reasonId, state, atMs }: Extract<PeopleEvent, { kind: 'breakAsked' }> & { readonly atMs: number },
): BreakRequest {
  if (before === undefined || before.state === 'declined') {
    return { reasonId, askedAtMs: atMs, state, decidedBy: null }
  }
  // What a supervisor has put in line stays there under another reason.
  return before.state === 'queued' ? { ...before, reasonId } : { ...before, reasonId, state }
}

/** Whoever goes on a break has no request for one any more. */
export function settleRequest(floor: Floor, agentId: AgentId, status: ChosenStatus): Floor {
  if (status.kind !== 'break' || floor.seats.get(agentId)?.kind !== 'here') return floor
  return changeAsking(floor, agentId, (agent) => without(agent, 'breakRequest'))
}

/** Signing out takes back everything that was asked for. */
export function dropAsked(floor: Floor, agentId: AgentId): Floor {
  return changeAsking(floor, agentId, (agent) =>
    without(without(without(agent, 'help'), 'breakRequest'), 'leavesAfterCall'),
  )
}

function without(agent: Agent, key: 'help' | 'breakRequest' | 'leavesAfterCall'): Agent {
  if (agent[key] === undefined) return agent
  const { [key]: _, ...rest } = agent
  return rest
}
