/** The head of a pane of the floor: its name, how many it shows, how old that is when it is not live, and what narrows it down. */
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from '#renderer/features/floor/Floor.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { LostFloor } from '#renderer/state/floor/floorLink'
import { Elapsed } from '#renderer/ui/Elapsed.tsx'

export interface PaneHeadProps {
  readonly title: string
  readonly count: string
  readonly lost: LostFloor | null
  readonly children?: ReactNode
}

export function PaneHead({ title, count, lost, children }: PaneHeadProps) {
  const { t } = useI18n()
  return (
    <div className={styles.paneHead}>
      <h2 className={styles.paneTitle}>{title}</h2>
      <span className={styles.paneCount}>{count}</span>
      {lost !== null && (
        <span className={styles.age} data-tip={t('floor.lost.asOf')}>
          <Unplug size={14} aria-hidden="true" />
          <Elapsed sinceMs={lost.sinceMs} clock={lost.clock} />
        </span>
      )}
      {children}
    </div>
  )
}
