/** A file of which nothing can be taken, and why; other letters or another sheet may help. */
import type { ImportStage } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { EncodingField } from '#renderer/features/contactImport/FormFields.tsx'
import { useImportStep } from '#renderer/features/contactImport/useImportStep'
import { useStopText } from '#renderer/features/contactImport/useStopText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

export function UnreadableFile({ stage }: { readonly stage: Extract<ImportStage, { kind: 'unreadable' }> }) {
  const i18n = useI18n()
  const { t } = i18n
  const { leaveImport, lookAtFile } = useActions()
  const step = useImportStep()
  const toText = useStopText()
  const { name, form, stop } = stage
  return (
    <>
      <Notice tone="bad" isAlert>
        {t('import.unreadable', { name })} {toText(stop)}
      </Notice>
      {stop.fault === 'not-text' && (
        <EncodingField
          value={form.encoding}
          onChange={(encoding) => void step.take(lookAtFile({ form: { ...form, encoding }, mapping: null }))}
        />
      )}
      {step.failure !== null && <Notice tone="bad">{failureText(step.failure, i18n)}</Notice>}
      <div className={styles.actions}>
        <Button look="primary" onClick={() => void step.take(leaveImport())}>
          {t('import.another')}
        </Button>
      </div>
    </>
  )
}
