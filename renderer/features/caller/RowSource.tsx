/** Whose card a row is from, where several cards are shown as one. */
import { useContext } from 'react'
import { CardContext } from '#renderer/features/caller/cardContext'
import styles from '#renderer/features/caller/Rows.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import { PhoneNumber } from '#renderer/ui/PhoneNumber.tsx'

const isNumber = /^\+\d+$/

export function RowSource({ row }: { readonly row: object }) {
  const { t } = useI18n()
  const source = useContext(CardContext)?.sources?.get(row)
  if (source === undefined) return null
  return (
    <bdi className={styles.source} data-tip={t('duplicate.source', { name: source })}>
      {isNumber.test(source) ? <PhoneNumber value={source} /> : source}
    </bdi>
  )
}
