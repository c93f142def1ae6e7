/** This desk's phone: the call on it, or why there is none. */
import { LiveCall } from '#renderer/features/phone/LiveCall.tsx'
import { PhoneIdle } from '#renderer/features/phone/PhoneIdle.tsx'
import styles from '#renderer/features/phone/PhonePanel.module.css'
import { PhoneTrouble } from '#renderer/features/phone/PhoneTrouble.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { useAfterPaint } from '#renderer/ui/afterPaint'

export function PhonePanel() {
  const { t } = useI18n()
  // The ring is the call card's and the caller's first: this column follows a frame behind.
  const call = useAfterPaint(useDesk((model) => model.phone.call))
  const isLive = call !== null && call.state !== 'ended'
  return (
    <section className={styles.panel} aria-label={t('region.phone')}>
      <h2 className={styles.heading}>{t('region.phone')}</h2>
      <PhoneTrouble />
      {isLive ? <LiveCall call={call} /> : <PhoneIdle ended={call} />}
    </section>
  )
}
