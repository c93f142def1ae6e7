/** What each block of a card needs to know besides its value: whose card it is, and what the CRM has told since. */
import { createContext } from 'react'
import type { CallerCard } from '#contract/callerCard'
import type { CardNews } from '#renderer/state/caller/freshCard'

export interface CardContextValue {
  readonly person: CallerCard
  /** Absent while nothing is new. */
  readonly news: CardNews | undefined
  /** The number the card was found by; null for a withheld one. */
  readonly number: string | null
  /** Whose card each row is from; absent or empty while one card is shown. */
  readonly sources?: ReadonlyMap<object, string>
}

/** null outside a card, as in a list of several people. */
export const CardContext = createContext<CardContextValue | null>(null)
