/** Keeps each agent's drafts and outbox apart: what one wrote is neither shown nor sent under another's name. */
import { createOutbox, type Outbox, type OutboxOptions } from '#main/desk/outbox'
import type { GatewayLink, WrapUpStore } from '#main/desk/parts'

export interface AgentWrapUps {
  readonly agentId: string
  readonly store: WrapUpStore
  readonly outbox: Outbox
}

export interface WrapUpDesk {
  /** Of the agent signed in, or last signed in: a session that ends does not take the note away. null before any. */
  readonly current: AgentWrapUps | null
  readonly unsentCount: number
  onChange(listener: () => void): () => void
  close(): void
}

export interface WrapUpDeskOptions extends Omit<OutboxOptions, 'store' | 'agentId' | 'link'> {
  readonly link: GatewayLink
  openStore(agentId: string): WrapUpStore
}

export function createWrapUpDesk({ openStore, link, ...rest }: WrapUpDeskOptions): WrapUpDesk {
  const listeners = new Set<() => void>()
  let current: AgentWrapUps | null = null
  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }

  const shut = (): void => {
    current?.outbox.close()
    current?.store.close()
    current = null
  }

  const follow = (): void => {
    const agentId = link.session?.agentId
    if (agentId === undefined || agentId === current?.agentId) return
    shut()
    const store = openStore(agentId)
    const outbox = createOutbox({ ...rest, link, store, agentId })
    outbox.onChange(tell)
    current = { agentId, store, outbox }
    tell()
  }

  const stopFollowing = link.onChange(follow)
  follow()

  return {
    get current() {
      return current
    },
    get unsentCount() {
      return current?.outbox.unsentCount ?? 0
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      stopFollowing()
      shut()
    },
  }
}
