/** The queues of the floor, with the formula of the service level one press away. */
import { memo, useMemo, useState } from 'react'
import styles from '#renderer/features/floor/Floor.module.css'
import { LevelFormula } from '#renderer/features/floor/LevelFormula.tsx'
import { PaneHead } from '#renderer/features/floor/PaneHead.tsx'
import type { PaneProps } from '#renderer/features/floor/paneProps'
import { QueueCells } from '#renderer/features/floor/QueueCells.tsx'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useOrder } from '#renderer/features/floor/useOrder'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useFloorDesk, useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import { toQueueBar } from '#renderer/state/floor/floorMonitoring'
import type { QueueRow } from '#renderer/state/floor/floorQueues'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Grid, type GridColumn, type GridJump } from '#renderer/ui/Grid.tsx'

export interface QueuesPaneProps extends PaneProps {
  readonly rows: readonly QueueRow[]
  readonly jump: GridJump | null
}

/** Not drawn again while another pane has its turn. */
export const QueuesPane = memo(function QueuesPane({
  rows,
  view,
  onView,
  sorter,
  isBusy,
  lost,
  jump,
}: QueuesPaneProps) {
  const { t, format } = useI18n()
  const { openMenu } = useFloorDesk()
  const { startMonitor } = useActions()
  const place = useMonitorPlace()
  const [isHeld, setHeld] = useState(false)
  const order = useOrder({
    all: rows,
    shown: () => rows,
    sorted: () => sorter.queues(rows, view.queueSort),
    sortKey: JSON.stringify(view.queueSort),
    isHeld: isHeld || isBusy,
  })
  return (
    <section className={styles.queues} aria-label={t('floor.queuesPane')}>
      <PaneHead lost={lost} title={t('floor.queues')} count={format.number(rows.length)} />
      <Grid<QueueRow>
        label={t('floor.queues')}
        columns={useQueueColumns()}
        className={styles.queuesGrid}
        order={order}
        rowPx={34}
        sort={view.queueSort}
        onSort={(queueSort) => onView({ queueSort })}
        cells={QueueCells}
        onHold={setHeld}
        onMenu={(row, at) => openMenu({ kind: 'queue', row }, at)}
        onRowKey={(row, press) => {
          if (press.code === rowKeys.listen.code && toQueueBar(row.queue, place) === null)
            void startMonitor({ kind: 'queue', queueId: row.queue.id }, 'listen')
        }}
        isStale={lost !== null}
        jump={jump}
        empty={t('floor.noQueues')}
      />
    </section>
  )
})

const figures = [
  'waiting',
  'longest',
  'levelToday',
  'levelRecent',
  'offered',
  'answered',
  'abandoned',
  'available',
  'talking',
  'wrapping',
  'paused',
] as const

function useQueueColumns(): readonly GridColumn[] {
  const { t } = useI18n()
  return useMemo(
    () => [
      { key: 'name', name: t('floor.column.queue'), isSortable: true },
      ...figures.map((key) => ({
        key,
        name: t(`floor.column.${key}`),
        tip: t(`floor.columnTip.${key}`),
        isSortable: true,
        isFigure: true,
        ...(key === 'levelToday' ? { aside: <LevelFormula /> } : {}),
      })),
      { key: 'do', name: t('floor.column.do') },
    ],
    [t],
  )
}
