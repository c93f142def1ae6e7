/** Makes text comparable: one spelling for letters that people and programs write in several ways. Pure. */
import { toAsciiDigits } from '#contract/text'

/** Most names and addresses of a CRM: nothing in them is written in two ways but the size of a letter. */
const plain = /^[ -~]*$/

/** Letters that look or sound alike and come from keyboards of different lands; what is left out of a word is ''. */
const spellings: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ے: 'ی',
  ې: 'ی',
  ك: 'ک',
  ڪ: 'ک',
  ة: 'ه',
  ۃ: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ۀ: 'ه',
  ٱ: 'ا',
  // A hamza on a carrier falls off as a mark (NFKD); alone it is written or not.
  ء: '',
  // Tatweel stretches a word and means nothing.
  ـ: '',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
}

const respelled = new RegExp(`[${Object.keys(spellings).join('')}]`, 'g')

/**
 * Lower case, without accents, vowel marks and tatweel, Arabic yeh, kaf, teh marbuta and hamza forms as the Persian
 * letters, foreign digits as ASCII, and every half-space or mark as one space.
 */
export function foldText(text: string): string {
  if (plain.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9+*#]+/g, ' ')
      .trim()
  return toAsciiDigits(text.normalize('NFKD'))
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(respelled, (letter) => spellings[letter] ?? letter)
    .replace(/[^\p{L}\p{N}+*#]+/gu, ' ')
    .trim()
}
