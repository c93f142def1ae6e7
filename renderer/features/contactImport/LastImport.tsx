/** What was imported last, with the way back; and, where it was interrupted, the way on. */
import { useImportStep } from '#renderer/features/contactImport/useImportStep'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions, useDesk } from '#renderer/state/useDesk.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'
import { SureButton } from '#renderer/ui/SureButton.tsx'

export function LastImport() {
  const { t, format } = useI18n()
  const last = useDesk((model) => model.contactImport.last)
  if (last === null) return null
  const { name, begunAtMs, people, isFinished } = last
  const when = `${format.daysAgo(begunAtMs, Date.now())} ${format.time(begunAtMs)}`
  return (
    <Notice tone={isFinished ? 'info' : 'warn'} actions={<UndoImport />}>
      {t(isFinished ? 'import.last' : 'import.unfinished', { name, when, people })}
    </Notice>
  )
}

/** Undoes the newest import; nothing where there is none. */
export function UndoImport() {
  const i18n = useI18n()
  const { t } = i18n
  const { undoImport } = useActions()
  const last = useDesk((model) => model.contactImport.last)
  const step = useImportStep()
  if (last === null) return null
  if (step.failure !== null) return <span role="alert">{failureText(step.failure, i18n)}</span>
  return (
    <SureButton
      label={t('import.undo')}
      question={t('import.undoSure', { people: last.people })}
      onSure={() => void step.take(undoImport(last.importId))}
    />
  )
}
