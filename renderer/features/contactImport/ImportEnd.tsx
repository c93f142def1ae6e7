/** What became of an import, or of its undoing, in numbers, with the way back and the way on. */
import type { ImportResult, ImportStage } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { UndoImport } from '#renderer/features/contactImport/LastImport.tsx'
import { SaveRefused } from '#renderer/features/contactImport/RefusedRows.tsx'
import { useImportStep } from '#renderer/features/contactImport/useImportStep'
import { useStopText } from '#renderer/features/contactImport/useStopText'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

type End = Extract<ImportStage, { kind: 'finished' | 'undone' | 'failed' }>

export function ImportEnd({ stage, onClose }: { readonly stage: End; readonly onClose: () => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const { leaveImport, takeFile } = useActions()
  const step = useImportStep()
  const leave = async (isClosing: boolean): Promise<void> => {
    if (isClosing) onClose()
    await step.take(leaveImport())
  }
  return (
    <>
      <Words stage={stage} />
      {stage.kind === 'finished' && <Counts name={stage.name} result={stage.result} />}
      {step.failure !== null && <Notice tone="bad">{failureText(step.failure, i18n)}</Notice>}
      <div className={styles.actions}>
        {stage.kind !== 'undone' && <UndoImport />}
        <Button onClick={() => void leave(false)}>{t('import.another')}</Button>
        {stage.kind === 'finished' && stage.canGoOn && (
          <Button onClick={() => void step.take(takeFile())}>{t('import.goOn')}</Button>
        )}
        <Button look="primary" onClick={() => void leave(true)}>
          {t('import.close')}
        </Button>
      </div>
    </>
  )
}

function Words({ stage }: { readonly stage: End }) {
  const i18n = useI18n()
  const { t } = i18n
  const toText = useStopText()
  const { name } = stage
  switch (stage.kind) {
    case 'failed':
      return (
        <Notice tone="bad" isAlert>
          {t('import.failed', { name })} {failureText(stage.failure, i18n)}
        </Notice>
      )
    case 'undone':
      return (
        <>
          <p role="status">{t('import.undone', { name, people: stage.removed })}</p>
          <p className={styles.quiet}>{t('import.undoneHint')}</p>
        </>
      )
    case 'finished': {
      const { outcome, stop } = stage.result
      if (outcome === 'done') return <p role="status">{t('import.done', { name })}</p>
      return (
        <Notice tone="warn" isAlert>
          {t(outcome === 'stopped' ? 'import.stopped' : 'import.cut', { name })}{' '}
          {stop !== null && toText(stop)}
        </Notice>
      )
    }
  }
}

const counted = ['rows', 'added', 'replaced', 'same', 'kept', 'refused'] as const

function Counts({ name, result }: { readonly name: string; readonly result: ImportResult }) {
  const { t, format } = useI18n()
  return (
    <>
      <dl className={styles.counts}>
        {counted
          .filter((each) => each !== 'kept' || result.kept > 0)
          .map((each) => (
            <div key={each}>
              <dt>{t(`import.count.${each}`)}</dt>
              <dd>{format.number(result[each])}</dd>
            </div>
          ))}
      </dl>
      {result.refused > 0 && <SaveRefused fileName={name} />}
    </>
  )
}
