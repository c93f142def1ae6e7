/** How many of a team may be on a break at once, and what is counted for it; the gateway judges, the page shows. */
import { z } from 'zod'
import type { Agent } from '#contract/agent'
import { AgentId, QueueId } from '#contract/ids'
import { type Queue, toServiceLevel } from '#contract/queue'

/** Holds for the agents among `personIds` and for those who answer one of the queues; of several, all must allow it. */
export const BreakRule = z.object({
  queueIds: z.array(QueueId).readonly(),
  personIds: z.array(AgentId).readonly(),
  /** At most this many of them on a break at once; null for no limit. */
  maxOnBreak: z.number().int().nonnegative().nullable(),
  /** No break while the service level of one of the queues is below this, from 0 to 1; null for none. */
  minServiceLevel: z.number().min(0).max(1).nullable(),
  /** Whether a supervisor decides about each. */
  needsApproval: z.boolean(),
})
export type BreakRule = z.infer<typeof BreakRule>

/** Where a rule stands. */
export interface BreakRuleState {
  readonly rule: BreakRule
  /** How many are on a break, or were granted one for after their call. */
  readonly onBreak: number
  /** The lowest service level of the rule's queues, 0 to 1; null while none of them has one. */
  readonly serviceLevel: number | null
}

/** Supervisors go when they like. */
export function isUnderRule(rule: BreakRule, agent: Pick<Agent, 'id' | 'role' | 'queueIds'>): boolean {
  if (agent.role !== 'agent') return false
  return rule.personIds.includes(agent.id) || agent.queueIds.some((id) => rule.queueIds.includes(id))
}

/** Whether the agent has a place on a break: is on one, or goes when the present call is over. */
export function hasBreak({ status, nextStatus }: Pick<Agent, 'status' | 'nextStatus'>): boolean {
  return status.kind === 'break' || nextStatus?.kind === 'break'
}

/** The order in which places are given: who asked first; negative when `one` did. */
export function compareAsking(
  one: Pick<Agent, 'id' | 'breakRequest'>,
  other: Pick<Agent, 'id' | 'breakRequest'>,
) {
  const apartMs = (one.breakRequest?.askedAtMs ?? 0) - (other.breakRequest?.askedAtMs ?? 0)
  return apartMs !== 0 ? apartMs : one.id < other.id ? -1 : 1
}

/** `also` adds whoever has a place that their row does not tell of. */
export function toRuleState(
  rule: BreakRule,
  agents: Iterable<Agent>,
  queues: Iterable<Queue>,
  also: (agent: Agent) => boolean = () => false,
): BreakRuleState {
  let onBreak = 0
  for (const agent of agents) {
    if ((hasBreak(agent) || also(agent)) && isUnderRule(rule, agent)) onBreak += 1
  }
  return { rule, onBreak, serviceLevel: lowestLevel(rule, queues) }
}

/** Of the last 30 minutes; of the day where those are empty. */
function lowestLevel(rule: BreakRule, queues: Iterable<Queue>): number | null {
  let lowest: number | null = null
  for (const { id, recent, today } of queues) {
    if (!rule.queueIds.includes(id)) continue
    const level = (recent === undefined ? null : toServiceLevel(recent)) ?? toServiceLevel(today)
    if (level !== null && (lowest === null || level < lowest)) lowest = level
  }
  return lowest
}

/** Whether one more may go: a place is free, and the service level is high enough or not known. */
export function hasRoom({ rule, onBreak, serviceLevel }: BreakRuleState): boolean {
  if (rule.maxOnBreak !== null && onBreak >= rule.maxOnBreak) return false
  return rule.minServiceLevel === null || serviceLevel === null || serviceLevel >= rule.minServiceLevel
}

/** The agent's place in the line of those who wait for a free place, 1 for the next; null for who does not wait. */
export function placeInLine(
  agent: Agent,
  agents: Iterable<Agent>,
  rules: readonly BreakRule[],
): number | null {
  if (agent.breakRequest?.state !== 'queued') return null
  const shared = rules.filter((rule) => isUnderRule(rule, agent))
  let place = 1
  for (const other of agents) {
    if (other.id === agent.id || other.breakRequest?.state !== 'queued') continue
    if (compareAsking(other, agent) < 0 && shared.some((rule) => isUnderRule(rule, other))) place += 1
  }
  return place
}
