/** The few ways in which a value of a CRM becomes one of a card; nothing here can run or loop. */
import { toAsciiDigits } from '#contract/text'

export const kinds = ['text', 'number', 'date', 'digits', 'boolean'] as const
/** `date` is epoch milliseconds; `digits` keeps digits and a leading plus. */
export type Kind = (typeof kinds)[number]

/** Pure: null when the value cannot be read as that; texts are trimmed, and an empty one is null. */
export function convert(value: unknown, kind: Kind): string | number | boolean | null {
  switch (kind) {
    case 'text':
      return toText(value)
    case 'number':
      return toNumber(value)
    case 'date':
      return toDateMs(value)
    case 'digits':
      return toText(toAsciiDigits(toText(value) ?? '').replace(/[^0-9+]/g, ''))
    case 'boolean':
      return toBoolean(value)
  }
}

export function toText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' ? null : text
}

/** A comma between thousands is taken out where it can be nothing else: `1,250.50`, `۱٬۲۵۰`. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string') return null
  const plain = toAsciiDigits(value).trim().replaceAll('٫', '.').replaceAll('٬', '')
  const text = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain
  return /^[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/.test(text) ? toNumber(Number(text)) : null
}

/** ISO 8601 without a zone, as many CRMs send it (`2026-11-23 06:00:00`), is meant in UTC. */
const zoneless = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/

/** RFC 3339 allows `+0000`, which Salesforce sends and `Date` refuses in some engines. */
const bareOffset = /([+-]\d{2})(\d{2})$/

/** Seconds until the year 5138 have fewer digits than milliseconds since 1973. */
const firstMilliseconds = 100_000_000_000

/** Epoch ms from ISO 8601, seconds or milliseconds; null for anything else, and for what lies before 1970. */
export function toDateMs(value: unknown): number | null {
  const number = toNumber(value)
  if (number !== null && !/^\d{4}$/.test(String(value)))
    return toMoment(Math.abs(number) < firstMilliseconds ? number * 1000 : number)
  const text = toText(value)
  if (text === null || !/^\d{4}-\d{2}/.test(text)) return null
  const whole = zoneless.exec(text)
  if (whole !== null) return toMoment(Date.parse(`${whole[1]}T${whole[2]}Z`))
  const hasTime = /[T ]\d{2}:/.test(text)
  return toMoment(Date.parse(hasTime ? text.replace(' ', 'T').replace(bareOffset, '$1:$2') : text))
}

function toMoment(ms: number): number | null {
  return Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : null
}

const yes = new Set(['true', 'yes', 'y', '1', 't'])
const no = new Set(['false', 'no', 'n', '0', 'f'])

export function toBoolean(value: unknown): boolean | null {
  const text = toText(value)?.toLowerCase() ?? ''
  if (yes.has(text)) return true
  return no.has(text) ? false : null
}
