/** Who counts as my colleague, and in which order they stand. */
import type { Agent } from '#contract/agent'

/** Everyone but me who shares a queue with me, by name; presence never moves a row. */
export function toColleagues(me: Agent, agents: readonly Agent[], locale: string): Agent[] {
  const collator = collatorOf(locale)
  const mine = new Set<string>(me.queueIds)
  return agents
    .filter((agent) => agent.id !== me.id && agent.queueIds.some((queueId) => mine.has(queueId)))
    .toSorted((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

const collators = new Map<string, Intl.Collator>()

function collatorOf(locale: string): Intl.Collator {
  const known = collators.get(locale)
  if (known !== undefined) return known
  const made = new Intl.Collator(locale)
  collators.set(locale, made)
  return made
}
