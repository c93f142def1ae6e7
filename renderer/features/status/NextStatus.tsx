/** The status chosen for after this call, and the way to take it back. */
import { X } from 'lucide-react'
import styles from '#renderer/features/status/NextStatus.module.css'
import { reasonText } from '#renderer/features/status/reasonText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { PresenceMark } from '#renderer/ui/PresenceMark.tsx'
import { presenceWord } from '#renderer/ui/presenceWord'

export function NextStatus() {
  const { t, locale } = useI18n()
  const { clearNextStatus } = useActions()
  const next = useDesk((model) => model.me?.nextStatus ?? null)
  const reasons = useDesk((model) => model.centre?.pauseReasons)
  if (next === null) return null
  const reason = reasonText(next, reasons ?? [], locale)
  return (
    <span className={styles.next} data-tip={t('status.nextTip')}>
      <span className={styles.label}>{t('status.next')}</span>
      <PresenceMark presence={next.kind} size={14} />
      <bdi className={styles.name}>{reason ?? t(presenceWord(next.kind))}</bdi>
      <Button
        look="quiet"
        size="small"
        isIcon
        aria-label={t('status.clearNext')}
        tip={t('status.clearNext')}
        onClick={() => void clearNextStatus()}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </span>
  )
}
