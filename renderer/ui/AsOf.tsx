/** How old a block of data is, in words; the exact moment shows on hover. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/AsOf.module.css'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

export function AsOf({ atMs }: { readonly atMs: number | null }) {
  const { t, format } = useI18n()
  const nowMs = useNowMs('page')
  if (atMs === null) return <span className={styles.age}>{t('age.never')}</span>
  return (
    <time className={styles.age} data-tip={t('age.exact', { moment: format.moment(atMs) })}>
      {t('age.asOf', { age: format.age(atMs, nowMs) })}
    </time>
  )
}
