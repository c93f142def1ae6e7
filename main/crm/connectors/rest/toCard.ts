/** Makes a caller card of one person of an answer, as the template maps it. */
import type { z } from 'zod'
import { type CallerCard, type CardBlock, Contact, Money, Order } from '#contract/callerCard'
import type { SourceCard } from '#main/crm/connector/connector'
import type { CardTemplate } from '#main/crm/connectors/rest/template/cardTemplate'
import { type Field, readField, readFieldAll } from '#main/crm/connectors/rest/template/field'
import { type Path, readAll } from '#main/crm/connectors/rest/template/path'
import type { Kind } from '#main/crm/connectors/rest/template/transforms'

const mostRows = 100
const mostNumbers = 20

/** Shaped like a card, its values as they came: cleaned and checked where they enter the cache. */
type RawCard = { readonly [Name in keyof CallerCard]: unknown }

/**
 * Pure: null for a person without an id. `asOfMs` is now: what the template maps, the CRM has just confirmed; a block it
 * does not map was never confirmed.
 */
export function toSourceCard(template: CardTemplate, person: unknown, asOfMs: number): SourceCard | null {
  const personId = toPersonId(template, person)
  if (personId === null) return null
  const text = (field: Field | undefined) => (field === undefined ? null : readField(field, person))
  const numbers = template.numbers.flatMap((field) => readFieldAll(field, person)).slice(0, mostNumbers)
  const company = text(template.company)
  const block = (mapped: unknown, value: unknown) => ({ asOfMs: mapped === undefined ? null : asOfMs, value })
  const card: RawCard = {
    personId,
    // Somebody without a name is still somebody: called by what there is.
    name: text(template.name) ?? company ?? numbers[0] ?? personId,
    company,
    numbers: numbers.map(String),
    priority: toPriority(template, person),
    account: block(template.account, toAccount(template, person)),
    openIssue: block(template.openIssue, text(template.openIssue)),
    orders: block(template.orders, toOrders(template, person)),
    satisfaction: block(template.satisfaction, toSatisfaction(template, person)),
    contacts: block(template.contacts, toContacts(template, person)),
    notes: block(template.notes, toNotes(template, person)),
    campaign: block(template.campaign, text(template.campaign)),
    extra: block(template.extra.length === 0 ? undefined : true, toExtra(template, person)),
    ...toSensitive(template.sensitive),
  }
  return { card, changedAtMs: toChangedAtMs(template, person) }
}

export function toPersonId(template: CardTemplate, person: unknown): string | null {
  const id = readField(template.personId, person)
  return id === null || String(id).length > 128 ? null : String(id)
}

export function toChangedAtMs({ changedAt }: CardTemplate, person: unknown): number | null {
  const atMs = changedAt === undefined ? null : readField(changedAt, person, 'date')
  return typeof atMs === 'number' ? atMs : null
}

function toSensitive(blocks: readonly CardBlock[]): { readonly sensitive?: readonly CardBlock[] } {
  return blocks.length === 0 ? {} : { sensitive: [...new Set(blocks)] }
}

function toPriority({ priority }: CardTemplate, person: unknown): string {
  const [word] = priority === undefined ? [] : readAll(priority.from, person)
  return priority?.map[String(word)] ?? 'normal'
}

/** null where the amount or its currency is not there: half of it says nothing. */
function toAccount({ account }: CardTemplate, person: unknown): unknown {
  if (account === undefined) return null
  const amount = readField(account.amount, person, 'number')
  const currency = readField(account.currency, person)
  return toMoney(amount, currency)
}

function toMoney(amount: unknown, currency: unknown): Money | null {
  const money = Money.safeParse({ amount, currency })
  return money.success ? money.data : null
}

function toSatisfaction({ satisfaction }: CardTemplate, person: unknown): number | null {
  const value = satisfaction === undefined ? null : readField(satisfaction, person, 'number')
  return typeof value === 'number' ? Math.min(100, Math.max(0, value)) : null
}

/** A word of the card's own, or null. */
function known(words: z.ZodType, value: unknown): unknown {
  return words.safeParse(value).success ? value : null
}

type Read = (field: Field, kind?: Kind) => unknown

/** Rows with a part missing are left out, or one of them would cost the whole card. */
function toRows(
  list: { readonly each: Path } | undefined,
  person: unknown,
  toRow: (read: Read) => Readonly<Record<string, unknown>>,
  mayMiss: readonly string[] = [],
): readonly unknown[] {
  if (list === undefined) return []
  return readAll(list.each, person)
    .slice(0, mostRows)
    .map((from) => toRow((field, kind) => readField(field, from, kind)))
    .filter((row) => Object.entries(row).every(([name, value]) => value !== null || mayMiss.includes(name)))
}

function toOrders({ orders }: CardTemplate, person: unknown): readonly unknown[] {
  if (orders === undefined) return []
  const rows = toRows(orders, person, (read) => ({
    id: read(orders.id),
    title: read(orders.title),
    orderedAtMs: read(orders.orderedAt, 'date'),
    total: toMoney(read(orders.amount, 'number'), read(orders.currency)),
    state: known(Order.shape.state, read(orders.state)),
  })) as readonly { readonly orderedAtMs: number }[]
  return newestFirst(rows, (order) => order.orderedAtMs)
}

function toContacts({ contacts }: CardTemplate, person: unknown): readonly unknown[] {
  if (contacts === undefined) return []
  const rows = toRows(
    contacts,
    person,
    (read) => ({
      atMs: read(contacts.at, 'date'),
      channel: known(Contact.shape.channel, read(contacts.channel)),
      summary: read(contacts.summary),
      agentName: contacts.agentName === undefined ? null : read(contacts.agentName),
    }),
    ['agentName'],
  ) as readonly { readonly atMs: number }[]
  return newestFirst(rows, (contact) => contact.atMs)
}

function toNotes({ notes }: CardTemplate, person: unknown): readonly unknown[] {
  if (notes === undefined) return []
  const rows = toRows(notes, person, (read) => ({
    atMs: read(notes.at, 'date'),
    authorName: read(notes.author),
    text: read(notes.text),
  })) as readonly { readonly atMs: number }[]
  return newestFirst(rows, (note) => note.atMs)
}

/** As the card has its lists, however the CRM sorts them. */
function newestFirst<T>(rows: readonly T[], toMs: (row: T) => number): readonly T[] {
  return rows.toSorted((a, b) => toMs(b) - toMs(a))
}

function toExtra({ extra }: CardTemplate, person: unknown): readonly unknown[] {
  return extra.flatMap(({ name, value, sensitive }) => {
    const found = readField(value, person)
    return found === null ? [] : [{ name, value: String(found), ...(sensitive && { sensitive: true }) }]
  })
}
