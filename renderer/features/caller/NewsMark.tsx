/** Says calmly that the CRM knows a block otherwise than it was first shown; what would move the page waits for a click. */
import { CircleDot } from 'lucide-react'
import { useContext } from 'react'
import type { CallerCard } from '#contract/callerCard'
import { CardContext } from '#renderer/features/caller/cardContext'
import styles from '#renderer/features/caller/NewsMark.module.css'
import { useI18n } from '#renderer/i18n/I18n.tsx'
import type { CardField } from '#renderer/state/caller/cardFields'
import { type GrownBlock, isGrown } from '#renderer/state/caller/freshCard'
import { useActions } from '#renderer/state/useDesk.tsx'

export function NewsMark({ field, title }: { readonly field: CardField; readonly title: string }) {
  const { t } = useI18n()
  const card = useContext(CardContext)
  if (card?.news === undefined || field === 'phone' || !card.news.changed.includes(field)) return null
  if (isGrown(field) && card.news.held[field] !== undefined)
    return <HeldNews block={field} title={title} count={countNew(card.person, card.news.held, field)} />
  return (
    <span className={styles.mark}>
      <CircleDot size={12} aria-hidden="true" />
      {t('news.changed')}
    </span>
  )
}

interface HeldNewsProps {
  readonly block: GrownBlock
  readonly title: string
  /** Rows that were not there before; 0 where they only changed, or for a block without rows. */
  readonly count: number
}

function HeldNews({ block, title, count }: HeldNewsProps) {
  const { t } = useI18n()
  const { showNews } = useActions()
  const text = count === 0 ? t('news.changed') : t('news.rows', { count })
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={t('news.showOf', { title, text })}
      data-tip={t('news.show')}
      onClick={() => showNews(block)}
    >
      <CircleDot size={12} aria-hidden="true" />
      {text}
    </button>
  )
}

function countNew(
  person: CallerCard,
  held: { readonly [B in GrownBlock]?: CallerCard[B] },
  block: GrownBlock,
): number {
  const fresh = held[block]?.value
  const shown = person[block].value
  if (!Array.isArray(fresh) || !Array.isArray(shown)) return 0
  const known = new Set(shown.map((row) => JSON.stringify(row)))
  return Math.max(0, Math.min(fresh.filter((row) => !known.has(JSON.stringify(row))).length, fresh.length))
}
