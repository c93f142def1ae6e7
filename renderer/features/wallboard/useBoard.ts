/** What the board shows, made anew once a second: a wall is read in glances, however fast the floor changes. */
import { useMemo, useState } from 'react'
import type { AlertThresholds } from '#contract/alertSettings'
import type { Centre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { defaultSettings } from '#contract/settings'
import { createQueueRows, type QueueRow } from '#renderer/state/floorQueues'
import { useDesk, useDeskStore } from '#renderer/state/useDesk.tsx'
import { type Totals, toBoardThresholds, toPeople, toTotals } from '#renderer/state/wallboardNumbers'
import { type DrawnSeries, toDrawn } from '#renderer/state/wallboardSeries'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export interface Board {
  readonly centre: Centre
  readonly rows: readonly QueueRow[]
  readonly totals: Totals
  readonly people: ReturnType<typeof toPeople>
  readonly thresholds: AlertThresholds
  /** By the gateway's clock. */
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
    const { centre } = store.getState()
    if (centre === null) return null
    const rows = toRows(centre).filter(({ queue }) => queueIds.includes(queue.id))
    const people = toPeople(centre, queueIds)
    const thresholds = toBoardThresholds(alerts, queueIds)
    return { centre, rows, people, totals: toTotals(rows, people), thresholds, nowMs }
  }, [store, nowMs, alerts, isKnown, toRows, queueIds])
}

export function useDrawn(queueIds: readonly QueueId[]): DrawnSeries {
  const series = useDesk((model) => model.wallboard)
  return useMemo(() => toDrawn(series, queueIds), [series, queueIds])
}
