/** Compares what a supervisor types with names and numbers, whichever alphabet and digits either was written in. */
import { toAsciiDigits } from '#contract/text'

/** Arabic forms typed for Persian letters, by the letter they are compared as. */
const letters: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ؤ: 'و',
}

/**
 * Small letters without accents and vowel signs, Persian letters for Arabic ones, ASCII digits, half-spaces and
 * hyphens as nothing, so that each way of writing a name finds it.
 */
export function toSearchText(text: string): string {
  return toAsciiDigits(text)
    .replace(/[يىكةأإآؤ]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Mn}|\u200c|\u200d|\u0640|-/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** The words looked for, each of which must be found; `+98 912` is looked for as one number. */
export function toSearchWords(typed: string): string[] {
  const text = toSearchText(typed)
  if (/^[+*#0-9 ()]+$/.test(text)) return [text.replace(/[ ()]/g, '')].filter((word) => word !== '')
  return text.split(' ').filter((word) => word !== '')
}

export function hasWords(searchText: string, words: readonly string[]): boolean {
  return words.every((word) => searchText.includes(word))
}
