/** Reads the links by which another program asks for a call. Pure: nothing in them is ever executed, or dialled as it stands. */
import { toAsciiDigits } from '#contract/text'

export interface TelephoneLink {
  /** `+` and 4 to 15 digits, or 2 to 15 digits. */
  readonly number: string
  /** Of `;ext=`; null for none. */
  readonly extension: string | null
}

/** Longer than any number with its words; a link beyond that is not read. */
const longestLink = 300

const link = /^(tel|callto|sip|najva):(?:\/\/)?(.*)$/i

/**
 * `tel:` (RFC 3966), `callto:`, `sip:` with digits before the `@`, and `najva:call/…`. null for everything else: feature
 * codes (`*` and `#` could divert a person's calls), letters, invisible or bidirectional signs, several numbers, local numbers
 * with a context of their own, and whatever a SIP address says beyond whom it names.
 */
export function parseTelephoneLink(text: string): TelephoneLink | null {
  if (text.length > longestLink) return null
  const [, scheme, rest] = link.exec(text.trim()) ?? []
  if (scheme === undefined || rest === undefined) return null
  const plain = decode(rest)
  if (plain === null) return null
  switch (scheme.toLowerCase()) {
    case 'sip':
      return parseSipUser(plain)
    case 'najva':
      return plain.startsWith('call/') ? parseNumber(plain.slice('call/'.length)) : null
    default:
      return parseNumber(plain)
  }
}

/** Signs that turn text or give it room: what is copied from a page brings them along, and a number has no use for them. */
const around = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/**
 * The number a person has marked in a text or copied: a link, or digits as they are written. As strict as a link for the rest: null
 * for letters, feature codes, and more than one number.
 */
export function parseMarkedNumber(text: string): TelephoneLink | null {
  if (text.length > longestLink) return null
  const plain = text
    .replace(around, '')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim()
  return link.test(plain) ? parseTelephoneLink(plain) : parseNumber(plain)
}

/** The link among a program's arguments; null where there is none. Only the last is looked at: a browser puts it there. */
export function findTelephoneLink(words: readonly string[]): TelephoneLink | null {
  return parseTelephoneLink(words.at(-1) ?? '')
}

/** Once only: what is still encoded after that is no number. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The host is not called: the number goes the way of all numbers, by the site's own telephone system. */
function parseSipUser(plain: string): TelephoneLink | null {
  const [, user] = /^([^@]+)@[A-Za-z0-9.:[\]-]+$/.exec(plain) ?? []
  return user === undefined ? null : parseNumber(user)
}

function parseNumber(plain: string): TelephoneLink | null {
  // A single slash ends what some programs write as an address.
  const [written = '', ...parameters] = toAsciiDigits(plain.replace(/\/$/, '')).split(';')
  if (!/^[0-9+\-.() ]+$/.test(written)) return null
  const number = written.replace(/[-.() ]/g, '')
  if (!/^(\+[1-9][0-9]{3,14}|[0-9]{2,15})$/.test(number)) return null
  const extension = parseExtension(parameters)
  return extension === undefined ? null : { number, extension }
}

/** `;ext=` and nothing else; undefined for what would change who is called. */
function parseExtension(parameters: readonly string[]): string | null | undefined {
  const [only] = parameters
  if (only === undefined) return null
  const [, digits] = /^ext=([0-9]{1,10})$/i.exec(only) ?? []
  return parameters.length === 1 ? digits : undefined
}
