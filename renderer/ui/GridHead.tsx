/** The head of a grid: one stop for Tab, arrows from column to column, and a press sorts by it. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import styles from '#renderer/ui/Grid.module.css'
import type { GridColumn, GridSort } from '#renderer/ui/Grid.tsx'

export interface GridHeadProps {
  readonly columns: readonly GridColumn[]
  readonly sort: GridSort
  readonly onSort: (sort: GridSort) => void
  readonly direction: 'ltr' | 'rtl'
}

export const GridHead = memo(function GridHead({ columns, sort, onSort, direction }: GridHeadProps) {
  const isKnown = columns.some((column) => column.isSortable && column.key === sort.by)
  const entry = isKnown ? sort.by : columns.find((column) => column.isSortable)?.key
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid.
    <div role="rowgroup" className={styles.head} onKeyDown={(event) => stepAlong(event, direction)}>
      {/* biome-ignore lint/a11y/useSemanticElements: see Grid. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its buttons are. */}
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        {columns.map((column) => (
          <Head key={column.key} column={column} sort={sort} onSort={onSort} isEntry={column.key === entry} />
        ))}
      </div>
    </div>
  )
})

interface HeadProps {
  readonly column: GridColumn
  readonly sort: GridSort
  readonly onSort: (sort: GridSort) => void
  readonly isEntry: boolean
}

function Head({ column, sort, onSort, isEntry }: HeadProps) {
  const isSorted = sort.by === column.key
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp
  const order = sort.isDescending ? 'descending' : 'ascending'
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid.
    // biome-ignore lint/a11y/useFocusableInteractive: its button is.
    <div
      role="columnheader"
      aria-sort={column.isSortable ? (isSorted ? order : 'none') : undefined}
      data-figure={column.isFigure}
      className={styles.columnHead}
    >
      {column.isSortable ? (
        <button
          type="button"
          tabIndex={isEntry ? 0 : -1}
          className={styles.sort}
          data-tip={column.tip}
          onClick={() => onSort({ by: column.key, isDescending: isSorted && !sort.isDescending })}
        >
          <span className={styles.headName}>{column.name}</span>
          {isSorted && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        <span className={styles.headName} data-tip={column.tip}>
          {column.name}
        </span>
      )}
      {column.aside}
    </div>
  )
}

function stepAlong(event: React.KeyboardEvent<HTMLElement>, direction: 'ltr' | 'rtl'): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  event.preventDefault()
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  stops[at + (direction === 'rtl' ? -by : by)]?.focus()
}
