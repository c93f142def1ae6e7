/** Keeps each agent's drafts and outbox apart: what one wrote is neither shown nor sent under another's name. */
import { createListeners } from '#main/desk/listeners'
import type { GatewayLink, WrapUpStore } from '#main/desk/parts'
import { createOutbox, type Outbox, type OutboxOptions } from '#main/desk/wrapUp/outbox'

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
  const listeners = createListeners()
  let current: AgentWrapUps | null = null

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
    outbox.onChange(listeners.tell)
    current = { agentId, store, outbox }
    listeners.tell()
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
    onChange: listeners.on,
    close() {
      stopFollowing()
      shut()
    },
  }
}
