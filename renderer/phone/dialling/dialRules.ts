/** Turns what a person typed, pasted or clicked into what goes on the wire, by the rules of the site. Pure. */
import {
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import type { DialRules } from '#contract/dialRules'
import { findNumbers } from '#renderer/phone/dialling/findNumbers'

/**
 * Why nothing can be dialled.
 * - `empty` nothing was typed
 * - `no-number` there is no number in it
 * - `several` several numbers stand in it: one has to be chosen of `numbers`
 * - `too-long` more digits than any number has (ITU-T E.164: 15, and what a site puts before them)
 */
export type DialRefusal = 'empty' | 'no-number' | 'several' | 'too-long'

export type DialVerdict =
  | {
      readonly ok: true
      /** What the telephone system is asked for: `+`, digits, `*` and `#` alone. */
      readonly wire: string
      /** The same as people read it, without what a site puts before it: E.164 where it is a whole number. */
      readonly number: string
      /** A service is a feature code such as `*98`, or a short number outside such as 115. */
      readonly kind: 'internal' | 'outside' | 'service'
    }
  | { readonly ok: false; readonly reason: DialRefusal; readonly numbers: readonly string[] }

export interface DialPlan extends DialRules {
  /** ISO 3166 alpha-2; one the library does not know leaves national numbers as they are typed. */
  readonly country: string
  /** Whether a number is one of the centre's own, whatever the ranges say. */
  isExtension(number: string): boolean
}

const mostDigits = 15
const shortestWhole = 7

export function toDialled(text: string, plan: DialPlan): DialVerdict {
  const found = findNumbers(text)
  if (text.trim() === '') return refuse('empty')
  const [first, ...others] = [...new Set(found)]
  if (first === undefined) return refuse('no-number')
  if (others.length === 0) return toVerdict(first, plan)
  // The same number in two spellings is one number; of several different ones nothing is guessed.
  const wires = new Set(
    found.map((each) => toVerdict(each, plan)).flatMap((each) => (each.ok ? [each.wire] : [])),
  )
  return wires.size === 1 ? toVerdict(first, plan) : refuse('several', [first, ...others])
}

function refuse(reason: DialRefusal, numbers: readonly string[] = []): DialVerdict {
  return { ok: false, reason, numbers }
}

function toVerdict(typed: string, plan: DialPlan): DialVerdict {
  if (!/[0-9]/.test(typed) && !/^[*#]{2,}$/.test(typed)) return refuse('no-number')
  // Feature codes of the telephone system are nobody's number and get nothing before them.
  if (/[*#]/.test(typed)) {
    if (typed.length > 32) return refuse('too-long')
    return { ok: true, wire: typed, number: typed, kind: 'service' }
  }
  if (isInternal(typed, plan)) return { ok: true, wire: typed, number: typed, kind: 'internal' }
  const number = parse(typed, plan) ?? parseWithoutPrefix(typed, plan)
  if (number !== null) return { ok: true, wire: toWire(number, plan), number: number.number, kind: 'outside' }
  return toUnknown(typed, plan)
}

/** No number of any plan the library knows: dialled as it is typed, for the telephone system to judge. */
function toUnknown(typed: string, plan: DialPlan): DialVerdict {
  const prefix = plan.outsidePrefix ?? ''
  const digits = typed.replace('+', '')
  if (digits.length > mostDigits + prefix.length) return refuse('too-long')
  const bare = prefix !== '' && hasPrefix(typed, prefix) ? typed.slice(prefix.length) : typed
  return {
    ok: true,
    wire: prefix + (bare.startsWith('+') ? toPlus(plan) + bare.slice(1) : bare),
    number: bare,
    kind: bare.replace('+', '').length < shortestWhole ? 'service' : 'outside',
  }
}

/** Somebody typed the prefix themselves, or took a wire number from a list; what is behind it must be left to dial. */
function hasPrefix(typed: string, prefix: string): boolean {
  return typed.startsWith(prefix) && typed.length > prefix.length
}

function isInternal(typed: string, { internal, isExtension }: DialPlan): boolean {
  if (isExtension(typed)) return true
  if (internal === null) return /^[0-9]{2,5}$/.test(typed)
  return internal.some(({ from, to }) => typed.length === from.length && typed >= from && typed <= to)
}

function parse(typed: string, { country }: DialPlan): PhoneNumber | null {
  const international = typed.startsWith('00') ? `+${typed.slice(2)}` : typed
  for (const form of international === typed ? [typed] : [international, typed]) {
    const number = parsePhoneNumberFromString(form, {
      extract: false,
      ...(isSupportedCountry(country) && { defaultCountry: country }),
    })
    if (number?.isPossible() === true && number.nationalNumber.length >= shortestWhole - 1) return number
  }
  return null
}

/** With the prefix 9, `909123456789` is `09123456789`. */
function parseWithoutPrefix(typed: string, plan: DialPlan): PhoneNumber | null {
  const prefix = plan.outsidePrefix
  if (prefix === null || !hasPrefix(typed, prefix)) return null
  return parse(toInternational(typed.slice(prefix.length), plan), plan)
}

/** A site's own way to say `+`. */
function toInternational(typed: string, { international }: DialPlan): string {
  return international !== '+' && typed.startsWith(international)
    ? `+${typed.slice(international.length)}`
    : typed
}

function toWire(number: PhoneNumber, plan: DialPlan): string {
  const prefix = plan.outsidePrefix ?? ''
  const isHome = number.country === plan.country || isOfCallingCode(number, plan.country)
  // A plus behind a prefix is no key of any telephone.
  if (isHome && (prefix !== '' || plan.national === 'national')) return prefix + toNational(number)
  if (isHome) return number.number
  return prefix + toPlus(plan) + number.number.slice(1)
}

/** What is dialled for a `+`. */
function toPlus({ outsidePrefix, international }: DialPlan): string {
  return international === '+' && outsidePrefix !== null ? '00' : international
}

/** A calling code may be shared (+1, +7): a number whose country is not certain still belongs to the home plan. */
function isOfCallingCode(number: PhoneNumber, country: string): boolean {
  return (
    number.country === undefined &&
    isSupportedCountry(country) &&
    number.countryCallingCode === getCountryCallingCode(country)
  )
}

/** With the trunk prefix of the country, as it is dialled there: `0912…`. */
function toNational(number: PhoneNumber): string {
  return number.formatNational().replace(/[^0-9]/g, '')
}
