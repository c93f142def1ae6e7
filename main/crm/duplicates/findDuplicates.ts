/** Who else in the cache may be the person on a card: by number, and among those of the same name by e-mail or company. */
import type { CallerCard } from '#contract/callerCard'
import type { DuplicateReason } from '#contract/duplicate'
import type { CardStore } from '#main/crm/cache/cardStore'
import { toKey } from '#main/crm/cache/numberKey'
import { foldText } from '#main/desk/foldText'

export interface Duplicate {
  readonly card: CallerCard
  readonly reason: DuplicateReason
}

/** A number of more people than these is a switchboard's or a family's, and says nothing. */
const mostOfNumber = 3

/** Numbers looked at, each a seek. */
const mostNumbers = 6

/** People of the same name who are read; a name of more people than these says little. */
const mostOfName = 40

/**
 * A few seeks by index, and never part of the way from the ring to the card. An e-mail address is compared among people of
 * the same name only: an index of addresses would cost every import for a question that is asked once a call.
 */
export function findDuplicates(
  store: Pick<CardStore, 'findExact' | 'findWords'>,
  card: CallerCard,
): Duplicate[] {
  const found = new Map<string, Duplicate>()
  const add = (other: CallerCard, reason: DuplicateReason): void => {
    if (other.personId !== card.personId && !found.has(other.personId))
      found.set(other.personId, { card: other, reason })
  }
  for (const number of card.numbers.slice(0, mostNumbers)) {
    // A number that is not whole may be another one abroad.
    const people = number.startsWith('+') ? store.findExact(toKey(number)).map(parse) : []
    if (people.length <= mostOfNumber) for (const other of people) add(other, 'number')
  }
  const name = toWords(card.name)
  // One word is a first name, or a whole trade's.
  if (name.length < 2) return [...found.values()]
  const company = toWords(card.company ?? '')
  // With the company first: of a name that hundreds have, only the first few are read.
  const asked = company.length > 0 ? [[...name, ...company], name] : [name]
  for (const words of asked)
    for (const other of store.findWords('name', words, mostOfName).map(parse)) {
      const reason = compare(card, other)
      if (reason !== null) add(other, reason)
    }
  return [...found.values()]
}

/** Of two people whose names begin alike. */
function compare(card: CallerCard, other: CallerCard): DuplicateReason | null {
  if (foldText(card.name) !== foldText(other.name)) return null
  const mails = toMails(card)
  if (toMails(other).some((mail) => mails.includes(mail))) return 'mail'
  if (card.company === null || other.company === null) return null
  const company = foldText(card.company)
  return company !== '' && company === foldText(other.company) ? 'name' : null
}

function toWords(text: string): string[] {
  return foldText(text)
    .split(/[ +*#]+/)
    .filter((word) => word !== '')
}

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The CRM's own fields that hold an address; one marked as sensitive is not made use of. */
function toMails({ extra, sensitive }: CallerCard): string[] {
  if (sensitive?.includes('extra')) return []
  return extra.value
    .filter((field) => field.sensitive !== true && mail.test(field.value.trim()))
    .map((field) => field.value.trim().toLowerCase())
}

function parse(text: string): CallerCard {
  return JSON.parse(text) as CallerCard
}
