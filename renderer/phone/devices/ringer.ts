/**
 * Rings on the chosen ringers, one or two together. The sound card is opened on the first before the first call of the
 * day and kept asleep between calls, so that the first ring sounds where it should, from its first note.
 */
import { Bell } from '#renderer/phone/devices/bell'

/** Where a bell rings, and how loud. */
export interface BellPlace {
  /** null for the system's default. */
  readonly deviceId: string | null
  /** 0 to 1. */
  readonly volume: number
}

export interface Ringer {
  start(): void
  stop(): void
  /** One turn of the ring, on all of them. */
  test(): void
  /** `second` null for one bell alone. Both on one device are one bell, as loud as the louder one. */
  route(first: BellPlace, second: BellPlace | null): void
  close(): Promise<void>
}

export function createRinger(report: (error: unknown) => void): Ringer {
  const first = new Bell(report)
  let second: Bell | null = null
  let isRinging = false
  const bells = () => (second === null ? [first] : [first, second])
  // Browsers keep a page silent until it was touched once; a ring that waits for that begins with the touch.
  const unlock = () => {
    for (const bell of bells()) bell.wake()
  }
  const gestures = ['pointerdown', 'keydown'] as const
  for (const gesture of gestures) window.addEventListener(gesture, unlock, { passive: true })
  return {
    start() {
      isRinging = true
      for (const bell of bells()) bell.start(true)
    },
    stop() {
      isRinging = false
      for (const bell of bells()) bell.stop()
    },
    test() {
      for (const bell of bells()) bell.start(false)
    },
    route(one, other) {
      const apart = other !== null && other.deviceId !== one.deviceId ? other : null
      const volume = other === null || apart !== null ? one.volume : Math.max(one.volume, other.volume)
      first.route(one.deviceId, volume)
      if (apart === null) {
        second?.close().catch(report)
        second = null
        return
      }
      const isNew = second === null
      second ??= new Bell(report)
      second.route(apart.deviceId, apart.volume)
      // It is plugged in while it rings: it joins in.
      if (isNew && isRinging) second.start(true)
    },
    async close() {
      for (const gesture of gestures) window.removeEventListener(gesture, unlock)
      await Promise.all(bells().map((bell) => bell.close()))
    },
  }
}
