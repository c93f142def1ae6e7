/** The practice centre's customers: a book of any size, the same for the same seed, made entry by entry. */
import type { CallerCard, Contact, Note, Order } from '#contract/callerCard'
import { PersonId } from '#contract/ids'
import {
  englishCompanies,
  englishFamilyNames,
  englishGivenNames,
  latinPersianFamilyNames,
  latinPersianGivenNames,
  persianCompanies,
  persianFamilyNames,
  persianGivenNames,
} from '#simulator/people/customerNames'
import { isAbroad, largestBook, officeNumber, primaryNumber } from '#simulator/people/customerNumbers'
import { type CustomerTexts, englishTexts, persianTexts } from '#simulator/people/customerTexts'
import { createQuickRandom, type QuickRandom } from '#simulator/people/quickRandom'

export interface CustomerBookOptions {
  readonly seed: number
  /** Customers in the book, 1 to 10,000,000. */
  readonly size: number
  /** Every date in the book lies before this instant. */
  readonly nowMs: number
}

export interface CustomerBook {
  readonly size: number
  /** The customer at `index`, 0 to `size` - 1: always the same card. */
  at(index: number): CallerCard
  /** That customer's first number, E.164, without making the card. */
  numberAt(index: number): string
}

const dayMs = 86_400_000

export function createCustomerBook(options: CustomerBookOptions): CustomerBook {
  const { seed, size, nowMs } = options
  if (!Number.isInteger(size) || size < 1 || size > largestBook) {
    throw new RangeError(`a customer book holds 1 to ${largestBook} customers, not ${size}`)
  }
  const check = (index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`no customer ${index}`)
  }
  return {
    size,
    at(index) {
      check(index)
      return toCard(index, seed, nowMs)
    },
    numberAt(index) {
      check(index)
      return primaryNumber(householdOf(index), seed)
    },
  }
}

/**
 * Some people share a number, as families and front desks do: of every 400 customers the second has the number of
 * the first, and of every 2,000 the third too.
 */
function householdOf(index: number): number {
  if (index % 2_000 === 2) return index - 2
  return index % 400 === 1 ? index - 1 : index
}

/** How a person's card is written: their name's script and the language of the texts. */
interface Manner {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly companies: readonly string[]
  readonly texts: CustomerTexts
  readonly currency: string
}

const persian: Manner = {
  given: persianGivenNames,
  family: persianFamilyNames,
  companies: persianCompanies,
  texts: persianTexts,
  currency: 'IRR',
}
const latinPersian: Manner = {
  given: latinPersianGivenNames,
  family: latinPersianFamilyNames,
  companies: englishCompanies,
  texts: englishTexts,
  currency: 'IRR',
}
const international: Manner = {
  given: englishGivenNames,
  family: englishFamilyNames,
  companies: englishCompanies,
  texts: englishTexts,
  currency: 'EUR',
}

function mannerOf(household: number, random: QuickRandom): Manner {
  const draw = random.below(100)
  if (isAbroad(household)) return international
  return draw < 68 ? persian : draw < 92 ? latinPersian : international
}

function toCard(index: number, seed: number, nowMs: number): CallerCard {
  const random = createQuickRandom(seed, index)
  const household = householdOf(index)
  const manner = mannerOf(household, random)
  const { texts } = manner
  const name = `${random.pick(manner.given)} ${random.pick(manner.family)}`
  const company = random.below(100) < 34 ? random.pick(manner.companies) : null
  const rank = random.below(100)
  const asOfMs = nowMs - random.below(3 * dayMs)
  const numbers = [primaryNumber(household, seed)]
  if (random.below(100) < 18) numbers.push(officeNumber(index, seed))
  return {
    personId: PersonId.parse(`c${index}`),
    name,
    company,
    numbers,
    priority: rank < 3 ? 'vip' : rank < 15 ? 'high' : 'normal',
    account: { asOfMs, value: rank < 95 ? toAccount(manner, random, rank) : null },
    openIssue: {
      asOfMs: nowMs - random.below(dayMs),
      value: random.below(100) < 42 ? random.pick(texts.issues) : null,
    },
    orders: { asOfMs, value: toOrders(manner, random, index, nowMs) },
    satisfaction: { asOfMs: nowMs - random.below(90 * dayMs), value: toSatisfaction(random) },
    contacts: { asOfMs, value: toContacts(texts, random, nowMs) },
    notes: { asOfMs, value: toNotes(texts, random, nowMs) },
    campaign: { asOfMs, value: random.below(100) < 25 ? random.pick(texts.campaigns) : null },
    extra: { asOfMs, value: toExtra(texts, random, index) },
  }
}

function toAccount(manner: Manner, random: QuickRandom, rank: number) {
  const scale = rank < 3 ? 40 : rank < 15 ? 8 : 1
  const unit = manner.currency === 'IRR' ? 1_000_000 : 10
  return { amount: (1 + random.below(180)) * scale * unit, currency: manner.currency }
}

function toSatisfaction(random: QuickRandom): number | null {
  if (random.below(100) < 22) return null
  // The mean of two draws: most people are neither at the bottom nor at the top.
  return Math.round((35 + random.below(66) + 35 + random.below(66)) / 2)
}

const orderStates = [
  'open',
  'shipped',
  'delivered',
  'delivered',
  'delivered',
  'returned',
  'cancelled',
] as const

/** Newest first, up to seven. */
function toOrders(manner: Manner, random: QuickRandom, index: number, nowMs: number): Order[] {
  const count = Math.max(0, random.below(9) - 1)
  const unit = manner.currency === 'IRR' ? 250_000 : 5
  const orders: Order[] = []
  let orderedAtMs = nowMs
  for (let place = 0; place < count; place++) {
    orderedAtMs -= dayMs + random.below(80 * dayMs)
    orders.push({
      id: `${index}-${count - place}`,
      title: random.pick(manner.texts.products),
      orderedAtMs,
      total: { amount: (1 + random.below(400)) * unit, currency: manner.currency },
      state: place > 1 ? 'delivered' : random.pick(orderStates),
    })
  }
  return orders
}

const channels = ['call-in', 'call-in', 'call-out', 'mail', 'chat', 'visit'] as const

/** Newest first, up to five. */
function toContacts(texts: CustomerTexts, random: QuickRandom, nowMs: number): Contact[] {
  const count = random.below(6)
  const contacts: Contact[] = []
  let atMs = nowMs
  for (let place = 0; place < count; place++) {
    atMs -= 3_600_000 + random.below(45 * dayMs)
    contacts.push({
      atMs,
      channel: random.pick(channels),
      summary: random.pick(texts.contacts),
      agentName: random.below(100) < 80 ? random.pick(texts.authors) : null,
    })
  }
  return contacts
}

/** Newest first, up to three. */
function toNotes(texts: CustomerTexts, random: QuickRandom, nowMs: number): Note[] {
  const count = Math.max(0, random.below(5) - 1)
  const notes: Note[] = []
  let atMs = nowMs
  for (let place = 0; place < count; place++) {
    atMs -= dayMs + random.below(120 * dayMs)
    notes.push({ atMs, authorName: random.pick(texts.authors), text: random.pick(texts.notes) })
  }
  return notes
}

function toExtra(
  texts: CustomerTexts,
  random: QuickRandom,
  index: number,
): { name: string; value: string }[] {
  const [tier, channel, city, code] = texts.extraNames
  return [
    { name: tier, value: random.pick(texts.tiers) },
    { name: channel, value: random.pick(texts.channels) },
    { name: city, value: random.pick(texts.cities) },
    { name: code, value: `NJ-${String(index).padStart(7, '0')}` },
  ]
}
