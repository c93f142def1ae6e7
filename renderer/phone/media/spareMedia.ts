/** Keeps the media of the next monitoring leg ready: its connection is open and its own addresses are known before it rings. */
import type { Clock } from '#contract/time'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import type { LegMediaEvents } from '#renderer/phone/monitoring/monitorLegs'

export interface SpareMedia {
  /** One will be wanted: it is made a moment later, and made anew when it has grown old. */
  keep(): void
  /** The one that is ready, otherwise one made now. */
  take(on: LegMediaEvents): CallMedia
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

export function createSpareMedia(clock: Clock, create: (on: LegMediaEvents) => CallMedia): SpareMedia {
  let spare: Spare | null = null
  let cancel: (() => void) | null = null
  let isWanted = false

  function make(): Spare {
    let given: LegMediaEvents | null = null
    const media = create({ onConnected: () => given?.onConnected(), onFailed: () => given?.onFailed() })
    return {
      media,
      madeAtMs: clock.nowMs(),
      give(on) {
        given = on
      },
    }
  }

  function arm(): void {
    const ageMs = spare === null ? freshMs : clock.nowMs() - spare.madeAtMs
    if (cancel !== null || (ageMs >= 0 && ageMs < freshMs)) return
    cancel = clock.after(restMs, () => {
      cancel = null
      spare?.media.close()
      spare = make()
    })
  }

  return {
    keep() {
      isWanted = true
      arm()
    },
    take(on) {
      const taken = spare ?? make()
      spare = null
      cancel?.()
      cancel = null
      if (isWanted) arm()
      taken.give(on)
      return taken.media
    },
    close() {
      isWanted = false
      cancel?.()
      cancel = null
      spare?.media.close()
      spare = null
    },
  }
}
