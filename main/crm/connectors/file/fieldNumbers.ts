/** Finds the telephone numbers in a field as people fill it. Pure. */
import { toAsciiDigits } from '#contract/text'
import { toMainNumber } from '#main/crm/cache/numberKey'

/** What people put between two numbers: a stroke, comma or semicolon, a line, «و», «یا», `or`, `and`; Google's `:::`. */
const between = /:::|[/\\,;|\n\r،؛]|\s(?:or|and|و|یا)\s/i

/** How people and programs leave a field empty that has to be filled. */
const nothing = /^(?:[^\p{L}\p{N}]*|0+|n\/?a|none|null|unknown|ندارد|نامشخص)$/iu

/** An extension without the number it belongs to. */
const extensionAlone = /^\s*(?:ext|extension|x|داخلی|#)\.?\s*[:.]?\s*\d{1,6}\s*$/i

/** A spreadsheet's `9.89121E+11`: its last digits are lost. */
const rounded = /\d[.,]\d+E\+?\d+/i

/** Fewer digits are no number anybody calls from. */
const fewestDigits = 3

/** E.164 has at most 15, and a prefix to dial abroad four more. */
const mostOfOne = 15
const mostDigits = 19

/** `numbers` is empty where the field is; `rounded` and `unreadable` where something is written and no number is in it. */
export type FieldNumbers = { readonly numbers: readonly string[] } | 'rounded' | 'unreadable'

/** Dial strings, in the field's order, as they are written: `toStoredCard` makes them E.164. */
export function toFieldNumbers(field: string): FieldNumbers {
  const text = toAsciiDigits(field)
  if (nothing.test(text.trim())) return { numbers: [] }
  if (rounded.test(text)) return 'rounded'
  const numbers = text
    .split(between)
    .filter((part) => !extensionAlone.test(part))
    .flatMap(parted)
    .map(toMainNumber)
    .filter((number) => isDialled(number))
  return numbers.length > 0 ? { numbers } : 'unreadable'
}

function isDialled(number: string): boolean {
  const { length } = number.replace(/\D/g, '')
  return length >= fewestDigits && length <= mostDigits
}

/** Two numbers with nothing but space or a dash between them have more digits than one can have. */
function parted(part: string): readonly string[] {
  const digits = toMainNumber(part).replace(/\D/g, '').length
  return digits > mostOfOne ? part.trim().split(/\s+(?:-\s+)?/) : [part]
}
