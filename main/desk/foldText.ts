/** Makes text comparable: one spelling for letters that people and programs write in several ways. Pure. */
import { toAsciiDigits } from '#contract/text'

/**
 * Lower case, without accents and vowel marks, Arabic yeh and kaf as the Persian ones, foreign digits as ASCII, and
 * every half-space or mark as one space.
 */
export function foldText(text: string): string {
  return toAsciiDigits(text.normalize('NFKD'))
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[ةۀ]/g, 'ه')
    .replace(/[أإٱ]/g, 'ا')
    .replace(/[^\p{L}\p{N}+*#]+/gu, ' ')
    .trim()
}
