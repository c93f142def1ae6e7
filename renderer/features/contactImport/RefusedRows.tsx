/** How many rows cannot be taken, for which reasons, and the list of them as a file. */
import { Download } from 'lucide-react'
import type { FileCount } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { toRefusedFile } from '#renderer/features/contactImport/refusedFile'
import { useStopText } from '#renderer/features/contactImport/useStopText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'
import { saveFile } from '#renderer/ui/saveFile'

export function RefusedRows({ fileName, count }: { readonly fileName: string; readonly count: FileCount }) {
  const { t, format } = useI18n()
  const toText = useStopText()
  const { refused, reasons, stop } = count
  return (
    <section className={styles.section} aria-live="polite">
      <h3>{refused === 0 ? t('import.refusedNone') : t('import.refusedTitle', { rows: refused })}</h3>
      {stop !== null && (
        <Notice tone="warn">
          {stop.line === null
            ? t('import.stops', { fault: toText(stop) })
            : t('import.stopsAt', { line: format.number(stop.line), fault: t(`import.fault.${stop.fault}`) })}
        </Notice>
      )}
      {refused > 0 && (
        <>
          <ul className={styles.reasons}>
            {reasons.map(({ reason, rows }) => (
              <li key={reason}>{t('import.refusedOf', { reason: t(`import.reason.${reason}`), rows })}</li>
            ))}
          </ul>
          <SaveRefused fileName={fileName} />
        </>
      )}
    </section>
  )
}

export function SaveRefused({ fileName }: { readonly fileName: string }) {
  const { t } = useI18n()
  const { readRefusedRows } = useActions()
  const save = async (): Promise<void> => {
    const errors = await readRefusedRows()
    if (errors.ok) saveFile(toRefusedFile(fileName, errors.value, t))
  }
  return (
    <div>
      <Button size="small" onClick={() => void save()}>
        <Download size={16} aria-hidden="true" />
        {t('import.saveRefused')}
      </Button>
    </div>
  )
}
