/** Finds what can be dialled in a line somebody wrote, so that a click on it calls. Pure. */
import { toAsciiDigits } from '#contract/text'
import type { Judge } from '#renderer/state/phone/dialling'

export interface TextPiece {
  readonly text: string
  /** null for words. */
  readonly number: string | null
}

/** Seven digits at least, in any of the usual alphabets: a shorter one is more often an order, a price or a year. */
const numberLike = /\+?[0-9۰-۹٠-٩](?:[ \-–.()/]{0,2}[0-9۰-۹٠-٩]){6,17}/gu

/** The text in order, nothing lost. Digits that are part of a longer row or of a word are left alone. */
export function findNumbersIn(text: string, judge: Judge): TextPiece[] {
  const pieces: TextPiece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(numberLike)) {
    const isPart =
      /[\p{L}\p{N}_@]$/u.test(text.slice(0, index)) ||
      /^[\p{L}\p{N}_@]/u.test(text.slice(index + found.length))
    if (isPart || isDate(found) || !judge(found).ok) continue
    if (index > from) pieces.push({ text: text.slice(from, index), number: null })
    pieces.push({ text: found, number: found })
    from = index + found.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), number: null })
  return pieces
}

/** `2026-11-23`, `1405/9/2` or `23.11.2026`: digits enough for a number, and nobody's. */
function isDate(found: string): boolean {
  return /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4})$/.test(toAsciiDigits(found))
}
