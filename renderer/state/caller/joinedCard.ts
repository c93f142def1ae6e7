/** One view of several cards that are of one person: their orders, contacts and notes by time, each with whose it is. Pure. */
import type { CallerCard } from '#contract/callerCard'

export interface JoinedCard {
  /** The card on the screen with the rows of all. */
  readonly person: CallerCard
  /** Whose card a row is from, in words that tell the cards apart; empty where nobody is joined. */
  readonly sources: ReadonlyMap<object, string>
}

const noSources: ReadonlyMap<object, string> = new Map()

/** A block that is sensitive on any of the cards stays as it is: what is hidden there is asked for on that card alone. */
export function joinCards(person: CallerCard, others: readonly CallerCard[]): JoinedCard {
  if (others.length === 0) return { person, sources: noSources }
  const cards = [person, ...others]
  const sources = new Map<object, string>()
  for (const card of cards) {
    const source = toSource(card, cards)
    for (const block of ['orders', 'contacts', 'notes'] as const)
      for (const row of card[block].value) sources.set(row, source)
  }
  const isOpen = (block: 'orders' | 'contacts' | 'notes') =>
    cards.every(({ sensitive }) => sensitive?.includes(block) !== true)
  const orders = joinRows(
    cards.map((card) => card.orders),
    (row) => row.orderedAtMs,
  )
  const contacts = joinRows(
    cards.map((card) => card.contacts),
    (row) => row.atMs,
  )
  const notes = joinRows(
    cards.map((card) => card.notes),
    (row) => row.atMs,
  )
  return {
    person: {
      ...person,
      ...(isOpen('orders') && { orders }),
      ...(isOpen('contacts') && { contacts }),
      ...(isOpen('notes') && { notes }),
    },
    sources,
  }
}

interface Rows<T> {
  readonly asOfMs: number | null
  readonly value: readonly T[]
}

/** Newest first; as old as the oldest of them. */
function joinRows<T>(
  blocks: readonly Rows<T>[],
  toMs: (row: T) => number,
): { asOfMs: number | null; value: T[] } {
  const ages = blocks.flatMap(({ asOfMs }) => asOfMs ?? [])
  return {
    asOfMs: ages.length === 0 ? null : Math.min(...ages),
    value: blocks.flatMap(({ value }) => value).toSorted((a, b) => toMs(b) - toMs(a)),
  }
}

/** Duplicates mostly have one name: then their company, their number, or at last their id tells them apart. */
function toSource(card: CallerCard, cards: readonly CallerCard[]): string {
  const ways = [
    ({ name }: CallerCard) => name,
    ({ company }: CallerCard) => company,
    ({ numbers }: CallerCard) => numbers[0] ?? null,
  ]
  const isTelling = (way: (each: CallerCard) => string | null) => {
    const told = cards.map(way)
    return told.every((each) => each !== null && each !== '') && new Set(told).size === cards.length
  }
  return ways.find(isTelling)?.(card) ?? card.personId
}
