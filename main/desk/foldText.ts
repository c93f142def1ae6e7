/** Makes text comparable: one spelling for letters that people and programs write in several ways. Pure. */

/**
 * Lower case, without accents and vowel marks, Arabic yeh and kaf as the Persian ones, foreign digits as ASCII, and
 * every half-space or mark as one space.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[ةۀ]/g, 'ه')
    .replace(/[أإٱ]/g, 'ا')
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[^\p{L}\p{N}+*#]+/gu, ' ')
    .trim()
}
