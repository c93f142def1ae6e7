/** How old a block of data is, in words; the exact moment shows on hover. */
import { useI18n } from '#renderer/i18n/I18n.tsx'
import styles from '#renderer/ui/AsOf.module.css'
import { useNowMs } from '#renderer/ui/PageClock.tsx'

const minuteMs = 60_000

export function AsOf({ atMs }: { readonly atMs: number | null }) {
  const { t, format } = useI18n()
  const nowMs = Date.now()
  // Only the pace of the tick is taken from here; its stamp is rounded and would make old data look younger.
  useNowMs('page', atMs !== null && nowMs - atMs < minuteMs ? 1000 : minuteMs)
  if (atMs === null) return <span className={styles.age}>{t('age.never')}</span>
  return (
    <time className={styles.age} data-moment={atMs} data-moment-as="confirmed">
      {t('age.asOf', { age: format.age(atMs, nowMs) })}
    </time>
  )
}
