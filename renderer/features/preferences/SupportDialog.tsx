/** Shows all that a file for support would hold, and saves it when the person says so. */
import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { SupportBundle } from '#contract/support'
import styles from '#renderer/features/preferences/SupportDialog.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { saveFile } from '#renderer/ui/saveFile'

export interface SupportDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function SupportDialog({ isOpen, onOpenChange }: SupportDialogProps) {
  const { t } = useI18n()
  return (
    <ModalDialog title={t('support.title')} isOpen={isOpen} onOpenChange={onOpenChange}>
      {isOpen && <Contents />}
    </ModalDialog>
  )
}

/** Read anew each time it is opened. */
function Contents() {
  const { t } = useI18n()
  const { readSupport } = useActions()
  const [bundle, setBundle] = useState<SupportBundle | null>(null)
  useEffect(() => {
    let isGone = false
    void readSupport().then((answer) => {
      if (!isGone && answer.ok) setBundle(answer.value)
    })
    return () => {
      isGone = true
    }
  }, [readSupport])
  if (bundle === null) return null
  return (
    <div className={styles.panel}>
      <p className={styles.hint}>{t('support.hint')}</p>
      {bundle.sections.map(({ kind, text }) => (
        <details key={kind} className={styles.section}>
          <summary>{t(`support.${kind}`)}</summary>
          {/* English and machine-readable in both languages: it is for whoever helps. */}
          <pre className={styles.text} dir="ltr">
            {text === '' ? t('support.none') : text}
          </pre>
        </details>
      ))}
      <div className={styles.actions}>
        <Button look="primary" onClick={() => saveFile(toFile(bundle))}>
          <Download size={16} aria-hidden="true" />
          {t('support.save')}
        </Button>
      </div>
    </div>
  )
}

/** Exactly what is shown. */
function toFile({ name, sections }: SupportBundle) {
  const text = sections.map((section) => `[${section.kind}]\n${section.text}\n`).join('\n')
  return { name, mediaType: 'text/plain', text }
}
