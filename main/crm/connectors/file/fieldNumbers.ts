/** Finds the telephone numbers in a field as people fill it. Pure. */
import { toAsciiDigits } from '#contract/text'
import { toMainNumber } from '#main/crm/cache/numberKey'

/** What people put between two numbers. A stroke, comma or semicolon, a line, «و», «یا», `or`, `and`. */
const between = /[/\\,;|\n\r،؛]|\s(?:or|and|و|یا)\s/i

/** An extension without the number it belongs to. */
const extensionAlone = /^\s*(?:ext|extension|x|داخلی|#)\.?\s*[:.]?\s*\d{1,6}\s*$/i

/** A spreadsheet's `9.89121E+11`: its last digits are lost. */
const rounded = /\d[.,]\d+E\+?\d+/i

/** Fewer digits are no number anybody calls from. */
const fewestDigits = 3

/** E.164 has at most 15, and a prefix to dial abroad four more. */
const mostDigits = 19

/** `numbers` is empty where the field is; `rounded` and `unreadable` where something is written and no number is in it. */
export type FieldNumbers = { readonly numbers: readonly string[] } | 'rounded' | 'unreadable'

/** Dial strings, in the field's order, as they are written: `toStoredCard` makes them E.164. */
export function toFieldNumbers(field: string): FieldNumbers {
  const text = toAsciiDigits(field)
  if (text.trim() === '') return { numbers: [] }
  if (rounded.test(text)) return 'rounded'
  const numbers = text
    .split(between)
    .filter((part) => !extensionAlone.test(part))
    .map(toMainNumber)
    .filter((number) => isDialled(number))
  return numbers.length > 0 ? { numbers } : 'unreadable'
}

function isDialled(number: string): boolean {
  const { length } = number.replace(/\D/g, '')
  return length >= fewestDigits && length <= mostDigits
}
