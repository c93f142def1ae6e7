/** How far it is: the file on its way, the people being taken or taken out again. */
import type { ImportStage } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { useImportStep } from '#renderer/features/contactImport/useImportStep'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'

type Moving = Extract<ImportStage, { kind: 'receiving' | 'looking' | 'importing' | 'undoing' }>

export function ImportProgress({ stage }: { readonly stage: Moving }) {
  const { t, format } = useI18n()
  const { stopImport, leaveImport } = useActions()
  const step = useImportStep()
  const words = t(`import.${stage.kind}`, { name: stage.name })
  const part = toPart(stage)
  const isTaking = stage.kind === 'importing'
  return (
    <>
      <p role="status">{words}</p>
      <div className={styles.progress}>
        <progress aria-label={words} {...(part === null ? {} : { value: part, max: 1 })} />
        <span className={styles.count}>
          {isTaking && t('import.rowsSoFar', { rows: stage.rows })}
          {part !== null && <span>{format.percent(part)}</span>}
        </span>
      </div>
      {isTaking && <p className={styles.quiet}>{t('import.goesOn')}</p>}
      {stage.kind !== 'undoing' && (
        <div className={styles.actions}>
          <Button onClick={() => void step.take(isTaking ? stopImport() : leaveImport())}>
            {t(isTaking ? 'import.stop' : 'import.cancel')}
          </Button>
        </div>
      )}
    </>
  )
}

/** 0–1; null where the end is not known. */
function toPart(stage: Moving): number | null {
  if (stage.kind === 'receiving') return stage.size === 0 ? null : stage.received / stage.size
  return stage.kind === 'importing' ? stage.part : null
}
