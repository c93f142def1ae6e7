/** Keeps the media of the next monitoring leg ready: its connection is open and its own addresses are known before it rings. */
import type { Clock } from '#contract/time'
import { addressesKnownMs, type CallMedia, type CallMediaParts } from '#renderer/phone/media/callMedia'
import type { LegMediaEvents } from '#renderer/phone/monitoring/monitorLegs'

export interface SpareMedia {
  /** One will be wanted: it is made a moment later, and made anew when it has grown old. */
  keep(): void
  /** The one that is ready, otherwise one made now. One that still looks for its addresses is not ready, and is let go. */
  take(on: LegMediaEvents): CallMedia
  /** This machine has other addresses now: what was made ready is of no use. */
  renew(): void
  close(): void
}

interface Spare {
  readonly media: CallMedia
  readonly madeAtMs: number
  give(on: LegMediaEvents): void
}

/** Neither while the page opens nor while a leg is being answered, which takes a tenth of that. */
const restMs = 1000
/** Which networks this machine is in may have changed since, and nobody said so. */
const freshMs = 5 * 60_000

export function createSpareMedia(
  clock: Clock,
  create: (on: LegMediaEvents & Pick<CallMediaParts, 'opensAhead'>) => CallMedia,
): SpareMedia {
  let spare: Spare | null = null
  let cancel: (() => void) | null = null
  let isWanted = false

  function make(): Spare {
    let given: LegMediaEvents | null = null
    const media = create({
      opensAhead: true,
      onConnected: () => given?.onConnected(),
      onFailed: () => given?.onFailed(),
    })
    return {
      media,
      madeAtMs: clock.nowMs(),
      give(on) {
        given = on
      },
    }
  }

  const ageOf = ({ madeAtMs }: Spare) => clock.nowMs() - madeAtMs

  function takeReady(on: LegMediaEvents): CallMedia | null {
    const taken = spare
    spare = null
    if (taken === null) return null
    if (ageOf(taken) < addressesKnownMs) {
      taken.media.close()
      return null
    }
    taken.give(on)
    return taken.media
  }

  function arm(): void {
    const ageMs = spare === null ? freshMs : ageOf(spare)
    if (cancel !== null || (ageMs >= 0 && ageMs < freshMs)) return
    cancel = clock.after(restMs, () => {
      cancel = null
      spare?.media.close()
      spare = make()
    })
  }

  function letGo(): void {
    cancel?.()
    cancel = null
    spare?.media.close()
    spare = null
  }

  return {
    keep() {
      isWanted = true
      arm()
    },
    take(on) {
      const media = takeReady(on) ?? create(on)
      cancel?.()
      cancel = null
      if (isWanted) arm()
      return media
    },
    renew() {
      letGo()
      if (isWanted) arm()
    },
    close() {
      isWanted = false
      letGo()
    },
  }
}
