/** What the person at this desk is doing, as far as a restart of the program would spoil it. */
import { toPresence } from '#contract/agent'
import { applyChanges, type Centre } from '#contract/centre'
import type { GatewayLink } from '#main/desk/parts'
import type { SeatKeeper } from '#main/desk/phoneSeat'
import type { Activity } from '#main/updates/decideUpdate'

export interface DeskActivity {
  /** Of the last that was known while the gateway is away: a call outlives the link. */
  readonly current: Activity
  onChange(listener: () => void): () => void
  close(): void
}

const atRest: Activity = { isInCall: false, isInWrapUp: false, isAvailable: false }

export function createDeskActivity(
  link: Pick<GatewayLink, 'onLive' | 'onChange' | 'session'>,
  seats: Pick<SeatKeeper, 'isBusy' | 'onChange'>,
): DeskActivity {
  const listeners = new Set<() => void>()
  let centre: Centre | null = null
  let current = atRest

  const review = (): void => {
    const next = toActivity(centre, link.session?.agentId ?? null, seats.isBusy)
    if (JSON.stringify(next) === JSON.stringify(current)) return
    current = next
    for (const listener of listeners) listener()
  }

  const stops = [
    link.onLive((message) => {
      if (message.kind === 'snapshot') centre = message.centre
      else if (message.kind === 'delta' && centre !== null) centre = applyChanges(centre, message.changes)
      else return
      review()
    }),
    link.onChange(review),
    seats.onChange(review),
  ]

  return {
    get current() {
      return current
    },
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      for (const stop of stops) stop()
      listeners.clear()
    },
  }
}

/** Pure. The page says that its phone is busy before the live model does. */
function toActivity(centre: Centre | null, agentId: string | null, isBusy: boolean): Activity {
  const me = centre?.agents.find((agent) => agent.id === agentId)
  if (agentId === null || me === undefined) return { ...atRest, isInCall: isBusy }
  const { kind } = me.activity
  return {
    isInCall: isBusy || (kind !== 'idle' && kind !== 'wrapUp'),
    isInWrapUp: kind === 'wrapUp',
    isAvailable: toPresence(me) === 'available' && me.queueIds.length > 0,
  }
}
