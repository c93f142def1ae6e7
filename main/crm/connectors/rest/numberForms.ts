/** The forms in which CRMs keep a telephone number, made from E.164. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { fewestLastDigits, toMainNumber } from '#main/crm/cache/numberKey'

export interface NumberForms {
  /** `+989121234567`. */
  readonly e164: string
  /** `989121234567`. */
  readonly digits: string
  /** As dialled inside the country, digits alone: `09121234567`. */
  readonly national: string
  /** Without the country and its prefix: `9121234567`. */
  readonly significant: string
}

/**
 * Pure. A number of another country than the CRM's has no national form there: it stays as it is. `country` null takes
 * the number's own.
 */
export function toNumberForms(number: string, country: string | null): NumberForms {
  const digits = number.replace(/\D/g, '')
  const parsed = parsePhoneNumberFromString(number, { extract: false })
  const whole = { e164: number, digits, national: digits, significant: digits }
  if (parsed === undefined) return whole
  const e164 = parsed.number
  if (country !== null && parsed.country !== undefined && parsed.country !== country)
    return { e164, digits, national: e164, significant: e164 }
  return {
    e164,
    digits,
    national: parsed.formatNational().replace(/\D/g, ''),
    significant: parsed.nationalNumber,
  }
}

/** Pure: whether two numbers may be one, however each is written: their last digits agree. */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => toMainNumber(each).replace(/\D/g, ''))
  if (a === undefined || b === undefined || b.length < fewestLastDigits) return false
  const length = Math.min(fewestLastDigits, a.length)
  return a.slice(-length) === b.slice(-length)
}
