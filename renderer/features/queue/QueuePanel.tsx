/** Beside the call: my queues with who is waiting, and my colleagues. */
import { Colleagues } from '#renderer/features/queue/Colleagues.tsx'
import { MyQueues } from '#renderer/features/queue/MyQueues.tsx'
import styles from '#renderer/features/queue/QueuePanel.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'

export function QueuePanel() {
  const { t } = useI18n()
  return (
    <section className={styles.panel} aria-label={t('region.queue')}>
      <h2 className={styles.heading}>{t('queue.mine')}</h2>
      <MyQueues />
      <Colleagues />
    </section>
  )
}
