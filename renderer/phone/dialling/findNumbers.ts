/** Finds the telephone numbers in what a person typed or pasted: a line of a letter, a link, a cell of a table. Pure. */
import { toAsciiDigits } from '#contract/text'

/** Longer than any pasted line that is meant as a number. */
const mostCharacters = 512

/** RFC 3966 and what people and programs write for it. */
const scheme = /^\s*(?:tel|callto|sips?|phone|dial)\s*:\s*(?:\/\/)?/i

/** What separates numbers when it stands between two that are whole; a slash also stands within one: `0912/3456789`. */
const separators = /[,;،؛|\n\r\t]|\s(?:or|and|یا|و|oder|ou)\s|\s[/\\]\s|[\p{L}:]+\.?/iu

/** An extension of whoever is called: not dialled with the number, which would make another number of it. */
const extension =
  /(?:;\s*ext\s*=|\bext(?:ension)?\b|\bx(?=\s*\d)|داخلی|داخلي|(?<=[0-9]\s{1,4})#(?=\s*\d{1,5}\s*$))[.:\s=]*[0-9]{1,6}/giu

/** Marks people put into numbers; a plus is one only in front. */
const filling = /[\s\-‐-―−.()[\]{}/\\_~'"‘’“”·•]/gu

const shortestWhole = 7

/**
 * The numbers in order, as `+`, digits, `*` and `#`; each at least one character. Where whole numbers stand beside
 * short ones (an extension, a floor, a date), the short ones are left out.
 */
export function findNumbers(text: string): string[] {
  const clean = toAscii(text.slice(0, mostCharacters))
  const link = scheme.test(clean)
  const bare = link ? toLinkNumber(clean.replace(scheme, '')) : clean
  const vanity = toVanity(bare)
  if (vanity !== null) return [vanity]
  const parts = bare.replace(extension, '\n').split(separators)
  const found = parts.map(toNumber).filter((number) => number !== '')
  if (found.length === 0) return findExtensions(bare)
  const whole = found.filter((number) => countDigits(number) >= shortestWhole)
  if (whole.length > 0) return whole
  // Digits in groups that a separator broke are one short number only when they stand alone.
  return found
}

/** Nothing but an extension was pasted: then that is what is meant. */
function findExtensions(text: string): string[] {
  return [...text.matchAll(extension)]
    .map(([each]) => each.replace(/[^0-9]/g, ''))
    .filter((each) => each !== '')
}

function toNumber(part: string): string {
  const kept = part.replace(filling, '')
  const plus = /^[^0-9*#]*\+/.test(kept) ? '+' : ''
  const rest = kept.replace(/[^0-9*#]/g, '')
  // `+98 (0)912…`: the nought is for callers inside the country, and is not dialled from elsewhere.
  return rest === '' ? '' : plus + (plus === '' ? rest : withoutTrunk(part, rest))
}

function withoutTrunk(part: string, digits: string): string {
  const inside = /\(\s*0\s*\)/.exec(part)
  if (inside === null) return digits
  const before = part.slice(0, inside.index).replace(/[^0-9]/g, '').length
  return digits.slice(0, before) + digits.slice(before + 1)
}

function countDigits(number: string): number {
  return number.replace(/[^0-9]/g, '').length
}

/** `+982112345678;ext=12;phone-context=…`, `1001@example.test;user=phone`, `%2B98…` */
function toLinkNumber(rest: string): string {
  let decoded = rest
  try {
    decoded = decodeURIComponent(rest)
  } catch {
    // A lone percent sign: taken as it stands.
  }
  return decoded.split(/[;?@]/, 1)[0] ?? ''
}

const keyOf: Readonly<Record<string, string>> = Object.fromEntries(
  ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'].flatMap((letters, at) =>
    [...letters].map((letter) => [letter, String(at + 2)]),
  ),
)

/** `1-800-FLOWERS`: capitals that end a number which begins with digits; null for anything else. */
function toVanity(text: string): string | null {
  const match = /^\s*(\+?[0-9][0-9\s\-().]*[\s\-.])([A-Z]{3,}(?:-[A-Z]{2,})?)\s*$/.exec(text)
  if (match === null) return null
  const letters = [...(match[2] ?? '')].map((letter) => keyOf[letter] ?? '').join('')
  const number = toNumber(match[1] ?? '') + letters
  const digits = countDigits(number)
  return digits >= 7 && digits <= 15 ? number : null
}

/** Full-width, Persian and Arabic digits as ASCII; marks that show nothing are gone, foreign spaces are spaces. */
export function toAscii(text: string): string {
  return toAsciiDigits(text.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Zs}]/gu, ' ')
    .replace(/٫|٬/g, '')
}
