/** Follows the live model for the lamps, after each paint: a call that rings is drawn first, and a still lamp not at all. */
import { useEffect, useState } from 'react'
import type { Pin } from '#contract/pin'
import type { DeskModel } from '#renderer/state/deskModel'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import { isSameLamps, type Lamp, toLamps } from '#renderer/state/phone/lamps'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { afterPaint } from '#renderer/ui/afterPaint'

export const noPins: readonly Pin[] = []

export function usePins(): readonly Pin[] {
  return useDesk((model) => model.desk?.settings.pins ?? noPins)
}

function read(model: DeskModel): Lamp[] {
  const pins = model.desk?.settings.pins ?? noPins
  return pins.length === 0
    ? []
    : toLamps(pins, model.centre, model.me?.id ?? null, toLostFloor(model) !== null)
}

export function useLamps(): readonly Lamp[] {
  const store = useDeskStore()
  const [lamps, setLamps] = useState(() => read(store.getState()))
  useEffect(() => {
    let cancel: (() => void) | null = null
    let seen: readonly unknown[] = []
    const look = (): void => {
      cancel = null
      const now = read(store.getState())
      setLamps((before) => (isSameLamps(before, now) ? before : now))
    }
    const stop = store.subscribe(({ centre, desk, bridge, me }) => {
      const next = [centre, desk, bridge.kind, me?.id]
      if (next.every((part, at) => part === seen[at])) return
      seen = next
      cancel ??= afterPaint(look)
    })
    look()
    return () => {
      stop()
      cancel?.()
    }
  }, [store])
  return lamps
}
