/** The bar along the top: my status, the links, my numbers of today, and whatever tools the page adds. */
import type { ReactNode } from 'react'
import { LinkHealth } from '#renderer/features/status/LinkHealth.tsx'
import { NextStatus } from '#renderer/features/status/NextStatus.tsx'
import { ReachMark } from '#renderer/features/status/ReachMark.tsx'
import styles from '#renderer/features/status/StatusBar.module.css'
import { StatusControl } from '#renderer/features/status/StatusControl.tsx'
import { TodayNumbers } from '#renderer/features/status/TodayNumbers.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'

export interface StatusBarProps {
  /** Beside my status: what else is decided about it. */
  readonly beside?: ReactNode
  readonly tools: ReactNode
}

export function StatusBar({ beside, tools }: StatusBarProps) {
  const { t } = useI18n()
  const isPractice = useDesk((model) => model.desk?.session?.practice === true)
  return (
    <section className={styles.bar} aria-label={t('region.status')}>
      <div className={styles.group}>
        <StatusControl />
        <NextStatus />
        {beside}
      </div>
      <div className={styles.facts}>
        <LinkHealth />
        <ReachMark />
        <TodayNumbers />
      </div>
      <div className={styles.tools}>
        {isPractice && (
          <span className={styles.practice} data-tip={t('practice.tip')}>
            {t('practice.badge')}
          </span>
        )}
        {tools}
      </div>
    </section>
  )
}
