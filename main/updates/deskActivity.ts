/** What the person at this desk is doing, as far as a restart of the program would spoil it. */
import { type Agent, toPresence } from '#contract/agent'
import { createOwnRow } from '#main/desk/gateway/ownRow'
import { createListeners } from '#main/desk/listeners'
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
  const listeners = createListeners()
  const ownRow = createOwnRow(() => link.session?.agentId ?? null)
  let current = atRest

  const review = (): void => {
    const next = toActivity(ownRow.current, seats.isBusy)
    if (JSON.stringify(next) === JSON.stringify(current)) return
    current = next
    listeners.tell()
  }

  const stops = [
    link.onLive((message) => {
      if (ownRow.take(message)) review()
    }),
    link.onChange(review),
    seats.onChange(review),
  ]

  return {
    get current() {
      return current
    },
    onChange: listeners.on,
    close() {
      for (const stop of stops) stop()
    },
  }
}

/** Pure. The page says that its phone is busy before the live model does. */
function toActivity(me: Agent | null, isBusy: boolean): Activity {
  if (me === null) return { ...atRest, isInCall: isBusy }
  const { kind } = me.activity
  return {
    isInCall: isBusy || (kind !== 'idle' && kind !== 'wrapUp'),
    isInWrapUp: kind === 'wrapUp',
    isAvailable: toPresence(me) === 'available' && me.queueIds.length > 0,
  }
}
