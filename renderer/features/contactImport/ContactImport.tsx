/** The import of people from a file: its dialog, and its mark in the status bar while it goes on behind it. */
import { FileInput } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ImportStage } from '#contract/contactImport'
import { ChooseFile } from '#renderer/features/contactImport/ChooseFile.tsx'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { ImportEnd } from '#renderer/features/contactImport/ImportEnd.tsx'
import { ImportProgress } from '#renderer/features/contactImport/ImportProgress.tsx'
import { LookedFile } from '#renderer/features/contactImport/LookedFile.tsx'
import { UnreadableFile } from '#renderer/features/contactImport/UnreadableFile.tsx'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useDesk } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { ModalDialog } from '#renderer/ui/ModalDialog.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export interface ContactImportProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ContactImport({ isOpen, onOpenChange }: ContactImportProps) {
  const { t } = useI18n()
  const isAllowed = useDesk((model) => model.contactImport.isAllowed)
  const isRinging = useDesk((model) => model.phone.call?.state === 'ringing')
  // A call is answered on the page below: the dialog steps aside, and the mark leads back to where it was.
  useEffect(() => {
    if (isRinging && isOpen) onOpenChange(false)
  }, [isRinging, isOpen, onOpenChange])
  const [wasShown, setWasShown] = useState(false)
  if (isOpen && !wasShown) setWasShown(true)
  if (!isAllowed) return null
  return (
    <>
      {!isOpen && <Mark tellsLast={!wasShown} onOpen={() => onOpenChange(true)} />}
      <ModalDialog title={t('import.title')} isOpen={isOpen} onOpenChange={onOpenChange} isWide>
        {isOpen && <Steps onClose={() => onOpenChange(false)} />}
      </ModalDialog>
    </>
  )
}

interface MarkProps {
  /** An import that was interrupted, by a sign-out for example, is told until the person has seen what there is to do. */
  readonly tellsLast: boolean
  readonly onOpen: () => void
}

/** Nothing while there is nothing to come back to. */
function Mark({ tellsLast, onOpen }: MarkProps) {
  const { t, format } = useI18n()
  const { stage, last } = useDesk((model) => model.contactImport)
  const isBroken = stage.kind === 'none' && last?.isFinished === false && tellsLast
  if ((stage.kind === 'none' && !isBroken) || stage.kind === 'elsewhere') return null
  const isOver = stage.kind === 'finished' || stage.kind === 'undone' || stage.kind === 'failed'
  const part = stage.kind === 'importing' ? stage.part : null
  return (
    <Button look="quiet" size="small" tip={t('import.markTip')} onClick={onOpen}>
      <FileInput size={16} aria-hidden="true" />
      {part !== null
        ? t('import.mark', { percent: format.percent(part) })
        : t(isBroken ? 'import.markBroken' : isOver ? 'import.markEnd' : 'import.title')}
    </Button>
  )
}

function Steps({ onClose }: { readonly onClose: () => void }) {
  const stage = useDesk((model) => model.contactImport.stage)
  const step = useRef<HTMLDivElement>(null)
  const shown = useRef(stage.kind)
  // The button that was pressed is gone with its step: without this the focus would be nowhere.
  useEffect(() => {
    if (shown.current !== stage.kind) step.current?.focus()
    shown.current = stage.kind
  }, [stage.kind])
  return (
    <div className={styles.step} ref={step} tabIndex={-1}>
      <Step stage={stage} onClose={onClose} />
    </div>
  )
}

function Step({ stage, onClose }: { readonly stage: ImportStage; readonly onClose: () => void }) {
  const { t } = useI18n()
  switch (stage.kind) {
    case 'none':
      return <ChooseFile />
    case 'elsewhere':
      return <Notice tone="info">{t('import.elsewhere')}</Notice>
    case 'receiving':
    case 'looking':
    case 'importing':
    case 'undoing':
      return <ImportProgress stage={stage} />
    case 'unreadable':
      return <UnreadableFile stage={stage} />
    case 'looked':
      return <LookedFile stage={stage} />
    case 'finished':
    case 'undone':
    case 'failed':
      return <ImportEnd stage={stage} onClose={onClose} />
  }
}
