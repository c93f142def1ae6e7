/** A file as it is understood, before anybody is taken: its form, its columns, its first rows as cards, what is refused. */
import type { ImportStage } from '#contract/contactImport'
import { ColumnTable } from '#renderer/features/contactImport/ColumnTable.tsx'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { Fact, FormFields } from '#renderer/features/contactImport/FormFields.tsx'
import { PreviewCards } from '#renderer/features/contactImport/PreviewCards.tsx'
import { RefusedRows } from '#renderer/features/contactImport/RefusedRows.tsx'
import { useImportStep } from '#renderer/features/contactImport/useImportStep'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Button } from '#renderer/ui/Button.tsx'
import { failureText } from '#renderer/ui/failureText'
import { Notice } from '#renderer/ui/Notice.tsx'

type Looked = Extract<ImportStage, { kind: 'looked' }>

export function LookedFile({ stage }: { readonly stage: Looked }) {
  const i18n = useI18n()
  const { t, format } = i18n
  const { name, look, count, counted } = stage
  return (
    <>
      <section className={styles.section} aria-label={t('import.recognised')}>
        <h3 className={styles.name}>
          <bdi>{name}</bdi>
        </h3>
        <FormFields stage={stage}>
          <Fact name={t('import.rows')}>
            {count === null ? t('import.counting', { rows: counted }) : format.number(count.rows)}
          </Fact>
        </FormFields>
      </section>
      <ColumnTable stage={stage} />
      <section className={styles.section}>
        <h3>{t('import.preview')}</h3>
        <PreviewCards rows={look.rows} />
      </section>
      {count !== null && <RefusedRows fileName={name} count={count} />}
      <Decide stage={stage} />
    </>
  )
}

/** Stays in sight, however long the file's columns are. */
function Decide({ stage }: { readonly stage: Looked }) {
  const i18n = useI18n()
  const { t } = i18n
  const { takeFile, leaveImport } = useActions()
  const step = useImportStep()
  const { count } = stage
  const rows = count === null ? null : count.rows - count.refused
  return (
    <div className={styles.decide}>
      {step.failure !== null && (
        <Notice tone="bad" isAlert>
          {failureText(step.failure, i18n)}
        </Notice>
      )}
      <div className={styles.actions}>
        <Button onClick={() => void step.take(leaveImport())}>{t('import.another')}</Button>
        <Button look="primary" disabled={rows === 0} onClick={() => void step.take(takeFile())}>
          {rows === null ? t('import.takeAll') : t('import.take', { rows })}
        </Button>
      </div>
    </div>
  )
}
