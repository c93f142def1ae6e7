/** Who waits on the floor: to be taken, dragged to a free agent, raised or moved. */
import { type DragEvent, memo, useMemo, useState } from 'react'
import { callerText } from '#renderer/features/floor/callerText'
import { type DraggedCaller, dragType } from '#renderer/features/floor/dragCaller'
import styles from '#renderer/features/floor/Floor.module.css'
import { PaneHead } from '#renderer/features/floor/PaneHead.tsx'
import type { PaneProps } from '#renderer/features/floor/paneProps'
import { rowKeys } from '#renderer/features/floor/rowKeys'
import { useOrder } from '#renderer/features/floor/useOrder'
import { WaitingCells } from '#renderer/features/floor/WaitingCells.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useFloorDesk, useMonitorPlace } from '#renderer/state/floor/floorDesk.tsx'
import type { WaitingRow } from '#renderer/state/floor/floorWaiting'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Grid, type GridColumn } from '#renderer/ui/Grid.tsx'

export interface WaitingPaneProps extends PaneProps {
  readonly rows: readonly WaitingRow[]
  readonly dragged: DraggedCaller
}

/** Not drawn again while another pane has its turn. */
export const WaitingPane = memo(function WaitingPane(props: WaitingPaneProps) {
  const { rows, view, onView, sorter, isBusy, lost, dragged } = props
  const i18n = useI18n()
  const { t, format } = i18n
  const { callerNames } = useActions()
  const { acts, ask, openMenu } = useFloorDesk()
  const { meId } = useMonitorPlace()
  const [isHeld, setHeld] = useState(false)
  const [isDragging, setDragging] = useState(false)
  const order = useOrder({
    all: rows,
    shown: () => rows,
    sorted: () => sorter.waiting(rows, view.waitingSort),
    sortKey: JSON.stringify(view.waitingSort),
    isHeld: isHeld || isBusy || isDragging,
  })
  const whoOf = ({ call: { caller } }: WaitingRow): string => {
    const name = caller.number === null ? null : (callerNames.peek(caller.number)?.name ?? null)
    return callerText(caller, name, i18n)
  }
  const onDragStart = (event: DragEvent<HTMLElement>): void => {
    const key = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
    const row = rows.find((each) => each.key === key)
    if (row === undefined) return
    dragged.current = { row, who: whoOf(row) }
    event.dataTransfer.setData(dragType, row.key)
    event.dataTransfer.effectAllowed = 'move'
    setDragging(true)
  }
  const onDragEnd = (): void => {
    dragged.current = null
    setDragging(false)
  }
  return (
    <section
      className={styles.waiting}
      aria-label={t('floor.waitingPane')}
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
    >
      <PaneHead lost={lost} title={t('floor.waiting')} count={format.number(rows.length)}>
        <span className={styles.hint}>{isDragging ? t('floor.dropHint') : t('floor.dragHint')}</span>
      </PaneHead>
      <Grid<WaitingRow>
        label={t('floor.waiting')}
        columns={useWaitingColumns()}
        className={styles.waitingGrid}
        order={order}
        rowPx={44}
        sort={view.waitingSort}
        onSort={(waitingSort) => onView({ waitingSort })}
        cells={WaitingCells}
        marks={waitingMarks}
        onHold={setHeld}
        onMenu={(row, at) => openMenu({ kind: 'waiting', row, who: whoOf(row) }, at)}
        onRowKey={(row, press) => {
          const who = whoOf(row)
          if (press.code === rowKeys.give.code) ask({ kind: 'give', row, who })
          if (press.code === rowKeys.take.code && meId !== null)
            void acts.perform({ kind: 'take', callId: row.call.id, agentId: meId, who })
        }}
        isStale={lost !== null}
        empty={t('floor.nobodyWaits')}
      />
    </section>
  )
})

const waitingMarks = () => ({ draggable: true })

function useWaitingColumns(): readonly GridColumn[] {
  const { t } = useI18n()
  return useMemo(
    () => [
      {
        key: 'position',
        name: t('floor.column.position'),
        tip: t('floor.columnTip.position'),
        isSortable: true,
        isFigure: true,
      },
      { key: 'wait', name: t('floor.column.wait'), isSortable: true, isFigure: true },
      { key: 'number', name: t('floor.column.caller'), isSortable: true },
      { key: 'queue', name: t('floor.column.queue'), isSortable: true },
      {
        key: 'priority',
        name: t('floor.column.priority'),
        tip: t('floor.columnTip.priority'),
        isSortable: true,
        isFigure: true,
      },
      { key: 'do', name: t('floor.column.do') },
    ],
    [t],
  )
}
