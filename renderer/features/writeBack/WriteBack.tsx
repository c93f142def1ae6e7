/** What waits to be written into the CRM: its number in the status bar, and behind it each record with why it waits. */
import { CloudUpload, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { WaitingRecords } from '#renderer/features/writeBack/WaitingRecords.tsx'
import styles from '#renderer/features/writeBack/WriteBack.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'

/** Nothing while nothing waits. */
export function WriteBack() {
  const { t } = useI18n()
  const { waiting, rejected } = useDesk((model) => model.writeBack)
  const [isOpen, setOpen] = useState(false)
  if (waiting + rejected === 0 && !isOpen) return null
  const Mark = rejected > 0 ? TriangleAlert : CloudUpload
  return (
    <>
      <Button
        look="quiet"
        size="small"
        className={rejected > 0 ? styles.refused : undefined}
        tip={t('writeBack.tip', { waiting, rejected })}
        onClick={() => setOpen(true)}
      >
        <Mark size={16} aria-hidden="true" />
        {rejected > 0 ? t('writeBack.markRefused', { rejected }) : t('writeBack.mark', { waiting })}
      </Button>
      <ModalDialog title={t('writeBack.title')} isOpen={isOpen} onOpenChange={setOpen}>
        <WaitingRecords />
      </ModalDialog>
    </>
  )
}
