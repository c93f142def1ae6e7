/** Turns a telephone number as a PBX or a CRM wrote it into the keys the cache finds people by. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { toDialString } from '#contract/text'

/** ITU-T E.164 section 6: a plus, a country code that begins with 1–9, at most 15 digits in all. */
const e164 = /^\+[1-9]\d{6,14}$/

/** From the first digit or plus to the first letter or mark that begins an extension (RFC 3966 `;ext=`, `x`, `#`, `داخلی`). */
const mainPart = /[+\p{Nd}][^\p{L};,#*~]*/u

/** Fewer digits than this name nobody: a fallback on them would show a stranger's card. */
export const fewestLastDigits = 7

/** Pure: digits to dial, with a leading plus where there was one; no punctuation, no extension. Empty when none. */
export function toMainNumber(raw: string): string {
  return toDialString(mainPart.exec(raw.slice(0, 256))?.[0] ?? '')
}

export function isE164(mainNumber: string): boolean {
  return e164.test(mainNumber)
}

/**
 * Pure: the number in E.164, a national one read by the country's rules; null when it cannot be a number there.
 * `country` is ISO 3166 alpha-2; with one the library does not know only international numbers are read.
 */
export function toE164(mainNumber: string, country: string): string | null {
  if (isE164(mainNumber) && isSound(mainNumber)) return mainNumber
  const parsed = parse(mainNumber, country)
  if (parsed !== null) return parsed
  // 00 is the ITU's international prefix (E.123); PBXs send it also where the country dials another one.
  return mainNumber.startsWith('00') ? parse(`+${mainNumber.slice(2)}`, country) : null
}

/** As many digits as any numbering plan looks at beyond a number's length, and beginnings enough for a whole book. */
const tellingDigits = 8
const mostBeginnings = 20_000
const soundBeginnings = new Map<string, boolean>()

/**
 * Whether a number in E.164 is one as it stands, remembered by its beginning and length: a book has a million numbers
 * of a few thousand beginnings, and the numbering plan is the dearest part of taking it.
 */
function isSound(number: string): boolean {
  const beginning = `${number.length}${number.slice(0, 1 + tellingDigits)}`
  const known = soundBeginnings.get(beginning)
  if (known !== undefined) return known
  const sound = parse(number, '') === number
  if (soundBeginnings.size >= mostBeginnings) soundBeginnings.clear()
  soundBeginnings.set(beginning, sound)
  return sound
}

function parse(mainNumber: string, country: string): string | null {
  const options = isSupportedCountry(country)
    ? { defaultCountry: country, extract: false }
    : { extract: false }
  const number = parsePhoneNumberFromString(mainNumber, options)
  return number?.isPossible() === true ? number.number : null
}

/** Pure: the key of a whole number, last digit first, so that one index serves whole numbers and last digits. */
export function toKey(mainNumber: string): string {
  let key = ''
  for (let index = mainNumber.length - 1; index >= 0; index -= 1) key += mainNumber[index]
  return key
}

/**
 * Pure: the beginning of the keys of all numbers that end like this one; null when it has too few digits to tell
 * people apart. A number shorter than `lastDigits` is matched by all its digits.
 */
export function toTailKey(mainNumber: string, lastDigits: number): string | null {
  const digits = mainNumber.replace(/\D/g, '')
  const wanted = Math.max(fewestLastDigits, lastDigits)
  return digits.length < fewestLastDigits ? null : toKey(digits.slice(-wanted))
}
