/** The door through which cards enter the cache: makes text safe, cuts what is too long, reads the numbers. */
import { z } from 'zod'
import { CallerCard, Contact, ExtraField, Note, Order } from '#contract/callerCard'
import { toDisplayText } from '#contract/text'
import { EpochMs } from '#contract/time'
import { toE164, toMainNumber } from '#main/crm/numberKey'

/** A card is read whole at every ring: lists end where an agent stops reading. */
const maxRows = 100
const maxNumbers = 20
/** What a source may send as one text; more is a broken source, not a long name. */
const maxRawLength = 1_000_000

/** A line of at most `max` UTF-16 units, as the contract counts; hostile text made safe. */
export function toLine(raw: string, max: number): string {
  const safe = toDisplayText(raw, max)
  if (safe.length <= max) return safe
  // Characters beyond the basic plane take two units; a pair is never cut in half.
  return safe.slice(0, max).replace(/[\ud800-\udbff]$/, '')
}

/** Like `toLine` for text of several lines: line breaks stay. */
export function toLines(raw: string, max: number): string {
  const safe = raw
    .slice(0, max * 8)
    .split(/\r\n|[\n\r]/)
    .map((each) => toLine(each, max))
    .join('\n')
  return safe
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
}

const line = (max: number) =>
  z
    .string()
    .max(maxRawLength)
    .transform((raw) => toLine(raw, max))

const lines = (max: number) =>
  z
    .string()
    .max(maxRawLength)
    .transform((raw) => toLines(raw, max))

/** The newest rows of a list; those beyond are not even looked at. */
const rows = <T extends z.ZodType>(row: T) =>
  z.preprocess((all) => (Array.isArray(all) ? all.slice(0, maxRows) : all), z.array(row))

function blockOf<T extends z.ZodType>(value: T) {
  return z.object({ asOfMs: EpochMs.nullable(), value })
}

const ImportedCard = CallerCard.extend({
  name: line(160),
  company: line(160).nullable(),
  numbers: z.array(z.string().max(maxRawLength)),
  openIssue: blockOf(line(240).nullable()),
  orders: blockOf(rows(Order.extend({ id: line(64), title: line(160) }))),
  contacts: blockOf(rows(Contact.extend({ summary: line(240), agentName: line(120).nullable() }))),
  notes: blockOf(rows(Note.extend({ authorName: line(120), text: lines(4000) }))),
  campaign: blockOf(line(160).nullable()),
  extra: blockOf(rows(ExtraField.extend({ name: line(80), value: line(400) }))),
})

/**
 * Pure: the card as it is stored, or null when the source's value is no card. Numbers become E.164 where `country`
 * lets them be read, and stay bare digits where not; those without digits are left out.
 */
export function toStoredCard(raw: unknown, country: string): CallerCard | null {
  const parsed = ImportedCard.safeParse(raw)
  if (!parsed.success) return null
  const numbers = parsed.data.numbers
    .slice(0, maxNumbers)
    .map((number) => toStoredNumber(number, country))
    .filter((number) => number !== '')
  return { ...parsed.data, numbers: [...new Set(numbers)] }
}

function toStoredNumber(raw: string, country: string): string {
  const mainNumber = toMainNumber(raw)
  return toE164(mainNumber, country) ?? mainNumber.replace(/\D/g, '')
}
