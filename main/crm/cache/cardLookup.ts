/** Answers who is calling: the whole number first, then its last digits. */
import type { CallerCard, CardAnswer } from '#contract/callerCard'
import type { CardStore } from '#main/crm/cache/cardStore'
import { isE164, toE164, toKey, toMainNumber, toTailKey } from '#main/crm/cache/numberKey'

export interface LookupRules {
  /** ISO 3166 alpha-2, for numbers in national form. */
  readonly country: string
  /** How many last digits must agree when no whole number does; fewer than 7 counts as 7. */
  readonly lastDigits: number
}

/**
 * The path between the ring and the card. A number already in E.164 and known costs one statement of two seeks and
 * no parsing by the numbering plan; only a miss pays for more. A dial string without a digit is a withheld one.
 */
export function findCards(
  store: Pick<CardStore, 'findExact' | 'findTail'>,
  dialString: string | null,
  { country, lastDigits }: LookupRules,
): CardAnswer {
  const dialled = dialString === null || isE164(dialString) ? (dialString ?? '') : toMainNumber(dialString)
  if (!/\d/.test(dialled)) return { kind: 'withheld' }
  const direct = isE164(dialled) ? store.findExact(toKey(dialled)) : []
  if (direct.length > 0) return toAnswer(direct, dialled, 'number')
  const number = toE164(dialled, country)
  const exact = number === null || number === dialled ? [] : store.findExact(toKey(number))
  if (exact.length > 0) return toAnswer(exact, number, 'number')
  const tailKey = toTailKey(number ?? dialled, lastDigits)
  return toAnswer(tailKey === null ? [] : store.findTail(tailKey), tailKey && toKey(tailKey), 'last-digits')
}

/** `matched` is the whole number or its end; it goes to the front of the card's numbers. */
function toAnswer(texts: string[], matched: string | null, matchedBy: 'number' | 'last-digits'): CardAnswer {
  const cards = texts.map((text) => matchedFirst(JSON.parse(text) as CallerCard, matched ?? ''))
  // Two numbers of one person can end alike.
  const people = cards.length < 2 ? cards : [...new Map(cards.map((card) => [card.personId, card])).values()]
  const [card] = people
  if (card === undefined) return { kind: 'none' }
  return people.length === 1
    ? { kind: 'one', card, matchedBy }
    : { kind: 'several', cards: people, matchedBy }
}

function matchedFirst(card: CallerCard, matched: string): CallerCard {
  const at = card.numbers.findIndex((number) => number.endsWith(matched))
  const number = card.numbers[at]
  if (at <= 0 || number === undefined) return card
  return { ...card, numbers: [number, ...card.numbers.toSpliced(at, 1)] }
}
