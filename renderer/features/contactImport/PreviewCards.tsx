/** The first rows of a file as the cards they would become, or with why they would not. */
import type { CallerCard } from '#contract/callerCard'
import type { FileLook } from '#contract/contactImport'
import styles from '#renderer/features/contactImport/ContactImport.module.css'
import { toRefusal } from '#renderer/features/contactImport/refusedFile'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

export function PreviewCards({ rows }: { readonly rows: FileLook['rows'] }) {
  const { t, format } = useI18n()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <ol className={styles.cards} tabIndex={0} aria-label={t('import.preview')}>
      {rows.map((row) =>
        'error' in row ? (
          <li key={row.error.line} className={styles.card} data-refused="true">
            {t('import.refusedRow', {
              line: format.number(row.error.line),
              reason: toRefusal(row.error, t),
            })}
          </li>
        ) : (
          <li key={row.line} className={styles.card}>
            <Card card={row.card} />
          </li>
        ),
      )}
    </ol>
  )
}

function Card({ card: { name, company, numbers, extra, notes } }: { readonly card: CallerCard }) {
  return (
    <>
      <p className={styles.who}>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {company !== null && <bdi className={styles.quiet}>{company}</bdi>}
      </p>
      {numbers.length > 0 && (
        <p className={styles.numbers}>
          {numbers.map((number) => (
            <PhoneNumber key={number} value={number} />
          ))}
        </p>
      )}
      {extra.value.map((field) => (
        <p key={field.name} className={styles.quiet}>
          <bdi>{field.name}</bdi>: <bdi>{field.value}</bdi>
        </p>
      ))}
      {notes.value.map((note) => (
        <p key={note.text} className={styles.quiet}>
          <bdi>{note.text}</bdi>
        </p>
      ))}
    </>
  )
}
