/** The raw bytes to and from the headsets, for whoever helps from afar; read only when asked for. */
import { useEffect } from 'react'
import type { HeadsetLogEntry } from '#contract/headset'
import { CopyButton } from '#renderer/features/headset/CopyLine.tsx'
import styles from '#renderer/features/headset/RawReports.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

export function RawReports() {
  const { t } = useI18n()
  const log = useDesk((model) => model.headset.log)
  const { readHeadsetLog, closeHeadsetLog } = useActions()
  useEffect(() => closeHeadsetLog, [closeHeadsetLog])
  if (log === null)
    return (
      <Button look="quiet" size="small" className={styles.show} onClick={() => void readHeadsetLog()}>
        {t('headset.log.show')}
      </Button>
    )
  const text = log.map(formatEntry).join('\n')
  return (
    <div className={styles.log}>
      <p className={styles.hint}>{t('headset.log.hint')}</p>
      <textarea
        dir="ltr"
        readOnly
        rows={7}
        aria-label={t('headset.log.show')}
        value={text === '' ? t('headset.log.empty') : text}
      />
      <div className={styles.actions}>
        <Button size="small" onClick={() => void readHeadsetLog()}>
          {t('headset.log.refresh')}
        </Button>
        <CopyButton text={text} />
        <Button look="quiet" size="small" onClick={closeHeadsetLog}>
          {t('headset.log.hide')}
        </Button>
      </div>
    </div>
  )
}

/** In ISO time and Latin digits whatever the language: it is read by programs and by support. */
function formatEntry({ atMs, key, direction, hex }: HeadsetLogEntry): string {
  return `${new Date(atMs).toISOString()} ${key} ${direction.padEnd(7)} ${hex}`
}
