/** A person ready to be written: everything the cache's file wants of a card, without the card. Pure. */
import type { CallerCard } from '#contract/callerCard'
import { toLastContactMs } from '#main/crm/cache/cardNotes'
import { toKey } from '#main/crm/cache/numberKey'
import { type SearchText, toSearchText } from '#main/crm/cache/searchText'

export interface PersonEntry {
  readonly personId: string
  /** The card as JSON: texts are kept while a transaction fills, because a tree of each card would outlive its use. */
  readonly text: string
  /** Keys of the person's numbers, each once. */
  readonly keys: readonly string[]
  readonly words: SearchText
  /** The CRM's own stamp; null where it does not say. */
  readonly changedAtMs: number | null
  /** The newest contact or note known; null where there is none. */
  readonly lastContactMs: number | null
}

export function toPersonEntry(card: CallerCard, changedAtMs: number | null): PersonEntry {
  return {
    personId: card.personId,
    text: JSON.stringify(card),
    keys: [...new Set(card.numbers.map(toKey))],
    words: toSearchText(card),
    changedAtMs,
    lastContactMs: toLastContactMs(card),
  }
}
