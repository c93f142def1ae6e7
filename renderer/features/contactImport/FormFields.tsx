/** What a person can say of the file where it was guessed wrongly: its letters, what stands between columns, the sheet. */
import { type ReactNode, useId } from 'react'
import { Delimiter, FileEncoding, type ImportStage } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { MessageKey } from '#renderer/i18n/messages'
import { useActions } from '#renderer/state/useDesk.tsx'

type Looked = Extract<ImportStage, { kind: 'looked' }>

const delimiterWords: Readonly<Record<Delimiter, MessageKey>> = {
  ',': 'import.delimiter.comma',
  ';': 'import.delimiter.semicolon',
  '\t': 'import.delimiter.tab',
  '|': 'import.delimiter.bar',
}

export function FormFields({ stage, children }: { readonly stage: Looked; readonly children: ReactNode }) {
  const { t } = useI18n()
  const { lookAtFile } = useActions()
  const { form, look } = stage
  // Other letters or another sheet are other headings: the columns are guessed anew.
  const ask = (change: Partial<typeof form>): void =>
    void lookAtFile({ form: { ...form, ...change }, mapping: null })
  return (
    <div className={styles.fields}>
      <Fact name={t('import.kind')}>{t(`import.kind.${look.kind}`)}</Fact>
      {children}
      {look.encoding !== null && (
        <EncodingField value={look.encoding} onChange={(encoding) => ask({ encoding })} />
      )}
      {look.delimiter !== null && (
        <Field name={t('import.delimiter')}>
          {(id) => (
            <select
              id={id}
              value={look.delimiter ?? ','}
              onChange={(event) => ask({ delimiter: Delimiter.parse(event.currentTarget.value) })}
            >
              {Delimiter.options.map((each) => (
                <option key={each} value={each}>
                  {t(delimiterWords[each])}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {look.sheets.length > 1 && (
        <Field name={t('import.sheet')}>
          {(id) => (
            <select
              id={id}
              value={form.sheet ?? '1'}
              onChange={(event) => ask({ sheet: event.currentTarget.value })}
            >
              {/* By place: two sheets never share one, and a name may look like a number. */}
              {look.sheets.map((name, at) => (
                <option key={name} value={String(at + 1)}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  )
}

export interface EncodingFieldProps {
  /** null: as guessed. */
  readonly value: FileEncoding | null
  readonly onChange: (encoding: FileEncoding) => void
}

export function EncodingField({ value, onChange }: EncodingFieldProps) {
  const { t } = useI18n()
  return (
    <Field name={t('import.encoding')}>
      {(id) => (
        <select
          id={id}
          value={value ?? ''}
          onChange={(event) => onChange(FileEncoding.parse(event.currentTarget.value))}
        >
          {value === null && (
            <option value="" disabled>
              {t('import.encoding.guess')}
            </option>
          )}
          {FileEncoding.options.map((each) => (
            <option key={each} value={each}>
              {t(`import.encoding.${each}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Field({ name, children }: { readonly name: string; readonly children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{name}</label>
      {children(id)}
    </div>
  )
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{name}</span>
      <span>{children}</span>
    </div>
  )
}
