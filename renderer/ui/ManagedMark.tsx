/** Stands beside a setting that the organisation has fixed: a lock, and in words why it does not move. */
import { Lock } from 'lucide-react'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/ManagedMark.module.css'

export function ManagedMark() {
  const { t } = useI18n()
  return (
    <span className={styles.mark}>
      <Lock size={12} aria-hidden="true" />
      {t('managed.tip')}
    </span>
  )
}
