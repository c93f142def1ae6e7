/** Draws a ring once, with all that belongs to it, rather than piece by piece as it comes in. */
import type { Centre } from '#contract/centre'
import type { CallId } from '#contract/ids'
import { createHeldTelling, type HeldTelling } from '#renderer/phone/heldTelling'
import type { DeskCore } from '#renderer/state/deskCore'

/**
 * The cache answers, and the INVITE follows the live model, within milliseconds, and a screen shows one drawing every
 * 17: a first one without the card would keep the card waiting for the next. The ring is heard meanwhile.
 */
const allDueMs = 40

export function createRingScreen(core: Pick<DeskCore, 'clock'>): HeldTelling {
  return createHeldTelling(core.clock, allDueMs)
}

/** Notices in the live model that this desk's phone is about to ring. */
export interface RingWatch {
  /** True once for each call that is offered here before its INVITE has come. */
  isComing(centre: Centre | null): boolean
}

export function createRingWatch(core: Pick<DeskCore, 'store' | 'phone'>): RingWatch {
  let noticed: CallId | null = null
  return {
    isComing(centre) {
      const { me, phone } = core.store.getState()
      const { call } = core.phone.snapshot
      if (me === null || phone.seat !== 'granted' || (call !== null && call.state !== 'ended')) return false
      const offered = centre?.calls.find(
        ({ state }) => state.kind === 'waiting' && state.offeredTo.includes(me.id),
      )
      if (offered === undefined || offered.id === noticed) return false
      noticed = offered.id
      return true
    },
  }
}
