/** A list that shows its first rows and unfolds the rest on demand. */
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import styles from '#renderer/features/caller/Rows.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'

export interface FoldedProps<T> {
  readonly rows: readonly T[]
  /** How many rows are always shown. */
  readonly shown: number
  /** Said when there are none. */
  readonly empty: string
  /** The name of the button; given the number folded. */
  readonly more: (count: number) => string
  readonly children: (row: T, index: number) => ReactNode
}

export function Folded<T>({ rows, shown, empty, more, children }: FoldedProps<T>) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  if (rows.length === 0) return <p className={styles.empty}>{empty}</p>
  const folded = rows.length - shown
  const Chevron = isOpen ? ChevronUp : ChevronDown
  return (
    <>
      <ul className={styles.rows}>{(isOpen ? rows : rows.slice(0, shown)).map(children)}</ul>
      {folded > 0 && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isOpen}
          onClick={() => setOpen((open) => !open)}
        >
          <Chevron size={14} aria-hidden="true" />
          {isOpen ? t('card.fewer') : more(folded)}
        </button>
      )}
    </>
  )
}
