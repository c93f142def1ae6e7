/** One cell of a grid row. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/floor/Cell.module.css'

export interface CellProps {
  /** Aligned with the figures above and below it. */
  readonly isFigure?: boolean
  readonly isQuiet?: boolean
  readonly span?: number
  readonly tip?: string | undefined
  readonly children?: ReactNode
}

export function Cell({ isFigure, isQuiet, span, tip, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of ui/Grid.
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus.
    <div
      role="gridcell"
      aria-colspan={span}
      className={styles.cell}
      data-figure={isFigure || undefined}
      data-quiet={isQuiet || undefined}
      data-tip={tip}
      style={span === undefined ? undefined : { gridColumn: '1 / -1' }}
    >
      {children}
    </div>
  )
}
