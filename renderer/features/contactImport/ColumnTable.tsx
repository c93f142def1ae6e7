/** What each column of the file becomes on a card: guessed or remembered, and changed here. */
import { type ColumnUse, columnUses, mapColumn, toColumnUse } from '#contract/columnMapping'
import type { ImportStage } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { useActions } from '#renderer/state/useDesk.tsx'
import { Notice } from '#renderer/ui/Notice.tsx'

export function ColumnTable({ stage }: { readonly stage: Extract<ImportStage, { kind: 'looked' }> }) {
  const { t } = useI18n()
  const { lookAtFile } = useActions()
  const { form, look } = stage
  const { mapping } = look
  const change = (heading: string, use: ColumnUse): void =>
    void lookAtFile({ form, mapping: mapColumn(mapping, heading, use) })
  return (
    <section className={styles.section}>
      <h3>{t('import.columns')}</h3>
      <p className={styles.quiet}>{t('import.columnsHint')}</p>
      <div className={styles.scroll}>
        <table className={styles.columns}>
          <thead>
            <tr>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.example')}</th>
              <th scope="col">{t('import.becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {look.headings.map((heading, at) => (
              <tr key={heading}>
                <th scope="row">
                  <bdi>{heading}</bdi>
                </th>
                <td className={styles.sample}>
                  <bdi>{look.samples[at]}</bdi>
                </td>
                <td>
                  <select
                    aria-label={t('import.useOf', { column: heading })}
                    value={toColumnUse(mapping, heading)}
                    onChange={(event) => change(heading, toUse(event.currentTarget.value))}
                  >
                    {columnUses.map((use) => (
                      <option key={use} value={use}>
                        {t(`import.use.${use}`)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mapping.numbers.length === 0 && <Notice tone="warn">{t('import.noNumber')}</Notice>}
      {mapping.personId === null && <p className={styles.quiet}>{t('import.noId')}</p>}
    </section>
  )
}

function toUse(value: string): ColumnUse {
  return columnUses.find((each) => each === value) ?? '-'
}
