/** The door through which cards enter the cache: makes text safe, cuts what is too long, reads the numbers. */
import { CallerCard } from '#contract/callerCard'
import { toDisplayText } from '#contract/text'
import { isE164, toE164, toMainNumber } from '#main/crm/cache/numberKey'

/** A card is read whole at every ring: lists end where an agent stops reading. */
const maxRows = 100
const maxNumbers = 20

/** Words of Latin and Arabic letters with single spaces: most text by far, and nothing in it to make safe. */
const calm =
  /^[!-~\u00c0-\u024f\u0600-\u061b\u061d-\u06ff\u200c]+(?: [!-~\u00c0-\u024f\u0600-\u061b\u061d-\u06ff\u200c]+)*$/

/** A line of at most `max` UTF-16 units, as the contract counts; hostile text made safe. */
export function toLine(raw: string, max: number): string {
  if (raw.length <= max && calm.test(raw)) return raw
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

/** Makes one value safe; what is not of the expected kind passes through, for the contract to refuse. */
type Cleaner = (value: unknown) => unknown

const line =
  (max: number): Cleaner =>
  (value) =>
    typeof value === 'string' ? toLine(value, max) : value

const lines =
  (max: number): Cleaner =>
  (value) =>
    typeof value === 'string' ? toLines(value, max) : value

function record(fields: Readonly<Record<string, Cleaner>>): Cleaner {
  const cleaners = Object.entries(fields)
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const raw = value as Readonly<Record<string, unknown>>
    // Most values are clean as they come, and a million cards are not copied for nothing.
    let clean: Record<string, unknown> | null = null
    for (const [name, cleaner] of cleaners) {
      const before = raw[name]
      const after = cleaner(before)
      if (after === before) continue
      clean ??= { ...raw }
      clean[name] = after
    }
    return clean ?? value
  }
}

const block = (value: Cleaner): Cleaner => record({ value })

/** The first rows of a list, which are the newest; those beyond are not even looked at. */
function rows(fields: Readonly<Record<string, Cleaner>>): Cleaner {
  const clean = record(fields)
  return block((value) =>
    Array.isArray(value) && value.length > 0 ? value.slice(0, maxRows).map(clean) : value,
  )
}

/**
 * Cleaning first and checking by the contract's own schema after is three times as fast as one schema with
 * transforms, which zod cannot compile.
 */
const cleanCard = record({
  name: line(160),
  company: line(160),
  openIssue: block(line(240)),
  orders: rows({ id: line(64), title: line(160) }),
  contacts: rows({ summary: line(240), agentName: line(120) }),
  notes: rows({ authorName: line(120), text: lines(4000) }),
  campaign: block(line(160)),
  extra: rows({ name: line(80), value: line(400) }),
})

/**
 * Pure: the card as it is stored, or null when the source's value is no card. Numbers become E.164 where `country`
 * lets them be read, and stay bare digits where not; those without digits are left out.
 */
export function toStoredCard(raw: unknown, country: string): CallerCard | null {
  const clean = cleanCard(raw)
  if (typeof clean !== 'object' || clean === null || !('numbers' in clean)) return null
  const parsed = CallerCard.safeParse({ ...clean, numbers: toStoredNumbers(clean.numbers, country) })
  return parsed.success ? parsed.data : null
}

function toStoredNumbers(raw: unknown, country: string): unknown {
  if (!Array.isArray(raw)) return raw
  const numbers = raw
    .slice(0, maxNumbers)
    .map((each) => (typeof each === 'string' ? toStoredNumber(each, country) : each))
  return [...new Set(numbers)].filter((number) => number !== '')
}

function toStoredNumber(raw: string, country: string): string {
  const mainNumber = isE164(raw) ? raw : toMainNumber(raw)
  return toE164(mainNumber, country) ?? mainNumber.replace(/\D/g, '')
}
