/** One row of a grid in its place; drawn again only when it, or its place, changes. */
import { type ComponentType, memo } from 'react'
import styles from '#renderer/ui/Grid.module.css'
import type { OrderedRow } from '#renderer/ui/gridOrder'

export interface RowMarks {
  readonly draggable?: boolean
  readonly [mark: `data-${string}`]: string | undefined
}

export interface GridRowProps<R extends OrderedRow> {
  readonly row: R
  readonly isGone: boolean
  /** From 0. */
  readonly index: number
  readonly rowPx: number
  /** Whether Tab enters the grid here. */
  readonly isEntry: boolean
  readonly cells: ComponentType<{ readonly row: R; readonly isGone: boolean }>
  readonly marks: ((row: R) => RowMarks) | undefined
}

function PlainRow<R extends OrderedRow>(props: GridRowProps<R>) {
  const { row, isGone, index, rowPx, isEntry, cells: Cells, marks } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid.
    <div
      role="row"
      aria-rowindex={index + 2}
      tabIndex={isEntry ? 0 : -1}
      data-row={row.key}
      data-gone={isGone || undefined}
      data-odd={index % 2 === 1 || undefined}
      className={styles.row}
      style={{ blockSize: rowPx, insetBlockStart: index * rowPx }}
      {...(isGone ? {} : marks?.(row))}
    >
      <Cells row={row} isGone={isGone} />
    </div>
  )
}

export const GridRow = memo(PlainRow) as typeof PlainRow
