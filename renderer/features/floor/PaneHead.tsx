/** The head of a pane of the floor: its name, how many it shows, and what narrows it down. */
import type { ReactNode } from 'react'
import styles from '#renderer/features/floor/Floor.module.css'

export interface PaneHeadProps {
  readonly title: string
  readonly count: string
  readonly children?: ReactNode
}

export function PaneHead({ title, count, children }: PaneHeadProps) {
  return (
    <div className={styles.paneHead}>
      <h2 className={styles.paneTitle}>{title}</h2>
      <span className={styles.paneCount}>{count}</span>
      {children}
    </div>
  )
}
