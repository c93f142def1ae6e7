/** Beside the call: what others want of me, my queues with who is waiting, and my colleagues. */
import type { ReactNode } from 'react'
import { Colleagues } from '#renderer/features/queue/Colleagues.tsx'
import { MyQueues } from '#renderer/features/queue/MyQueues.tsx'
import styles from '#renderer/features/queue/QueuePanel.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'

/** `children` stands above the queues: what is asked for and what was sent here. */
export function QueuePanel({ children }: { readonly children?: ReactNode }) {
  const { t } = useI18n()
  return (
    <section className={styles.panel} aria-label={t('region.queue')}>
      {children}
      <h2 className={styles.heading}>{t('queue.mine')}</h2>
      <MyQueues />
      <Colleagues />
    </section>
  )
}
