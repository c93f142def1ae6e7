/** Decides who may go on a break: at once, after a supervisor's word, or in order as places become free. */
import type { Agent } from '#contract/agent'
import {
  type BreakRule,
  type BreakRuleState,
  compareAsking,
  hasBreak,
  hasRoom,
  isUnderRule,
  toRuleState,
} from '#contract/breakRule'
import type { AgentId } from '#contract/ids'
import type { Floor } from '#gateway/model/floor'

/** What the floor does not tell of breaks. */
export interface BreaksUnderWay {
  /** Granted, while the telephone system is asked: their place is taken. */
  readonly granting: ReadonlySet<AgentId>
  /** Whom the telephone system refused a moment ago: others need not wait for them. */
  readonly refused: ReadonlySet<AgentId>
}

export interface BreakGrant {
  readonly agentId: AgentId
  readonly reasonId: string
}

/** `queued` where there is no room, or others wait already. */
export function judgeBreak(
  floor: Floor,
  agentId: AgentId,
  underWay: BreaksUnderWay,
): 'granted' | 'asked' | 'queued' {
  const agent = floor.agents.get(agentId)
  const rules = agent === undefined ? [] : rulesOf(floor, agent)
  if (agent === undefined || rules.length === 0) return 'granted'
  if (rules.some(({ needsApproval }) => needsApproval)) return 'asked'
  if (hasPlace(floor, agent, underWay)) return 'granted'
  const canGo = rules.every((rule) => hasRoom(stateOf(floor, rule, underWay)))
  return canGo && !isLineAhead(floor, agent, rules) ? 'granted' : 'queued'
}

/**
 * Those in line who may go now. Who cannot go keeps the places of all their rules for themselves, so that nobody who
 * asked later passes and nobody waits for ever; whoever is away from their desk is passed.
 */
export function nextGrants(floor: Floor, underWay: BreaksUnderWay): BreakGrant[] {
  const states = new Map<BreakRule, BreakRuleState>()
  const held = new Set<BreakRule>()
  return lineOf(floor).flatMap((agent): BreakGrant[] => {
    if (!canBeGranted(floor, agent, underWay)) return []
    const rules = rulesOf(floor, agent)
    const needed = hasPlace(floor, agent, underWay) ? [] : rules
    for (const rule of needed) if (!states.has(rule)) states.set(rule, stateOf(floor, rule, underWay))
    const mayGo = needed.every((rule) => !held.has(rule) && hasRoom(stateIn(states, rule)))
    if (!mayGo) {
      for (const rule of rules) held.add(rule)
      return []
    }
    for (const rule of needed) {
      const state = stateIn(states, rule)
      states.set(rule, { ...state, onBreak: state.onBreak + 1 })
    }
    return [{ agentId: agent.id, reasonId: agent.breakRequest?.reasonId ?? '' }]
  })
}

/** Those who wait for a place, first come first. */
function lineOf(floor: Floor): Agent[] {
  const waiting: Agent[] = []
  for (const id of floor.asking) {
    const agent = floor.agents.get(id)
    if (agent?.breakRequest?.state === 'queued') waiting.push(agent)
  }
  return waiting.length < 2 ? waiting : waiting.sort(compareAsking)
}

function canBeGranted(floor: Floor, { id }: Agent, { granting, refused }: BreaksUnderWay): boolean {
  return floor.seats.get(id)?.kind === 'here' && !granting.has(id) && !refused.has(id)
}

function isLineAhead(floor: Floor, agent: Agent, rules: readonly BreakRule[]): boolean {
  const isWaiting = agent.breakRequest?.state === 'queued'
  return lineOf(floor).some((other) => {
    if (other.id === agent.id || (isWaiting && compareAsking(agent, other) < 0)) return false
    if (floor.seats.get(other.id)?.kind !== 'here') return false
    return rules.some((rule) => isUnderRule(rule, other))
  })
}

function rulesOf(floor: Floor, agent: Agent): BreakRule[] {
  return floor.breakRules.filter((rule) => isUnderRule(rule, agent))
}

function stateOf(floor: Floor, rule: BreakRule, underWay: BreaksUnderWay): BreakRuleState {
  return toRuleState(rule, floor.agents.values(), floor.queues.values(), (agent) =>
    hasPlace(floor, agent, underWay),
  )
}

function stateIn(states: ReadonlyMap<BreakRule, BreakRuleState>, rule: BreakRule): BreakRuleState {
  return states.get(rule) ?? { rule, onBreak: 0, serviceLevel: null }
}

/** Whose desk fell asleep over lunch is still at lunch. */
function hasPlace(floor: Floor, agent: Agent, { granting }: BreaksUnderWay): boolean {
  if (hasBreak(agent) || granting.has(agent.id)) return true
  const seat = floor.seats.get(agent.id)
  return seat?.kind === 'vanished' && seat.status.kind === 'break'
}
