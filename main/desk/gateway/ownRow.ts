/** Follows one's own row of the live model, and of a busy floor nothing else. */
import type { Agent } from '#contract/agent'
import type { LiveMessage } from '#contract/centre'

export interface OwnRow {
  /** null while nobody is signed in, or not yet known. The last that was known while the gateway is away. */
  readonly current: Agent | null
  /** False for a message that says nothing of anybody. */
  take(message: LiveMessage): boolean
}

/** `ownId` is asked each time: who sits here becomes known after the model, or before it. */
export function createOwnRow(ownId: () => string | null): OwnRow {
  let agents: ReadonlyMap<string, Agent> = new Map()
  let me: Agent | null = null
  return {
    get current() {
      const id = ownId()
      if (id === null) return null
      return me?.id === id ? me : (agents.get(id) ?? null)
    },
    take(message) {
      if (message.kind === 'snapshot') {
        agents = new Map(message.centre.agents.map((agent) => [agent.id, agent]))
        me = null
      } else if (message.kind === 'delta') {
        for (const change of message.changes)
          if (change.kind === 'agent' && change.agent.id === ownId()) me = change.agent
      } else return false
      return true
    },
  }
}
