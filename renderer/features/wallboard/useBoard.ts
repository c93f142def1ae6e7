/** What the board shows, made anew once a second: a wall is read in glances, however fast the floor changes. */
import { useMemo, useState } from 'react'
import type { AlertThresholds } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import type { DeskModel } from '#renderer/state/deskModel'
import { toLostFloor } from '#renderer/state/floor/floorLink'
import { createQueueRows, type QueueRow } from '#renderer/state/floor/floorQueues'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import {
  type Totals,
  toBoardThresholds,
  toPeople,
  toTotals,
} from '#renderer/state/wallboard/wallboardNumbers'
import { type DrawnSeries, toDrawn } from '#renderer/state/wallboard/wallboardSeries'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export interface Board {
  readonly centre: Centre
  readonly rows: readonly QueueRow[]
  readonly totals: Totals
  readonly people: ReturnType<typeof toPeople>
  readonly thresholds: AlertThresholds
  /** By the gateway's clock; while a connection is lost the moment at which it was. */
  readonly nowMs: number
}

/** null while nothing is known. `queueIds` must stay the same list while it says the same. */
export function useBoard(queueIds: readonly QueueId[]): Board | null {
  const store = useDeskStore()
  const nowMs = useNowMs('gateway')
  const alerts = useDesk((model) => model.desk?.settings.alerts ?? defaultSettings.alerts)
  const isKnown = useDesk((model) => model.centre !== null)
  const [toRows] = useState(createQueueRows)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick, and not each change, brings the next picture.
  return useMemo(() => {
    const model = store.getState()
    const { centre } = model
    if (centre === null) return null
    const atMs = Math.min(nowMs, toKnownUntilMs(model))
    const rows = toRows(centre).filter(({ queue }) => queueIds.includes(queue.id))
    const people = toPeople(centre, queueIds)
    const thresholds = toBoardThresholds(alerts, queueIds)
    return { centre, rows, people, totals: toTotals(rows, people), thresholds, nowMs: atMs }
  }, [store, nowMs, alerts, isKnown, toRows, queueIds])
}

/** Nobody knows whether a caller still waits: their time stands still with the rest. */
function toKnownUntilMs(model: DeskModel): number {
  const lost = toLostFloor(model)
  if (lost === null) return Number.POSITIVE_INFINITY
  return lost.clock === 'page' ? lost.sinceMs + model.clockOffsetMs : lost.sinceMs
}

export function useDrawn(queueIds: readonly QueueId[]): DrawnSeries {
  const series = useDesk((model) => model.wallboard)
  return useMemo(() => toDrawn(series, queueIds), [series, queueIds])
}
