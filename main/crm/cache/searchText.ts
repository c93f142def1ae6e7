/** What of a card is searched, how a search is asked of FTS5, and the words shown beside a hit. Pure. */
import type { CallerCard } from '#contract/callerCard'
import { foldText } from '#main/desk/foldText'

/** The two columns of `person_text`. */
export interface SearchText {
  readonly name: string
  /** Every note on the card. */
  readonly note: string
}

export function toSearchText({ name, company, notes }: CallerCard): SearchText {
  return {
    name: toIndexText(company === null ? name : `${name} ${company}`),
    note: notes.value.length === 0 ? '' : toIndexText(notes.value.map((each) => each.text).join(' ')),
  }
}

const halfSpaced = /[\p{L}\p{M}\p{N}]+(?:\u200c+[\p{L}\p{M}\p{N}]+)+/gu

/** Words remembered: a book of a million people has a few thousand given names, families and companies. */
const mostRemembered = 20_000
/** A longer one is seldom there twice. */
const longestRemembered = 24
const remembered = new Map<string, string>()

/** Word for word: what is made of one does not depend on its neighbours. */
function toIndexText(text: string): string {
  return text
    .split(' ')
    .map(toIndexWord)
    .filter((word) => word !== '')
    .join(' ')
}

function toIndexWord(word: string): string {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const made = foldBothWays(word)
  if (word.length > longestRemembered) return made
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(word, made)
  return made
}

/** A half-space is a word's end to some and nothing to others: the parts are found and so is the whole. */
function foldBothWays(text: string): string {
  const folded = foldText(text)
  if (!text.includes('\u200c')) return folded
  const wholes = text.match(halfSpaced) ?? []
  return [folded, ...wholes.map((each) => foldText(each.replaceAll('\u200c', '')))].join(' ')
}

/** More words than these are not typed to find somebody. */
const mostWords = 8

export function toSearchWords(text: string): string[] {
  return foldText(text)
    .split(/[ +*#]+/)
    .filter((word) => word !== '')
    .slice(0, mostWords)
}

/**
 * Pure: people who have a word beginning with each of these, or the words written as one; in the column named.
 * null where there is no word.
 */
export function toMatch(column: keyof SearchText, words: readonly string[]): string | null {
  if (words.length === 0) return null
  const each = words.map((word) => `"${word}"*`).join(' ')
  const joined = words.length === 1 ? '' : ` OR "${words.join('')}"*`
  return `${column} : (${words.length === 1 ? each : `(${each})${joined}`})`
}

/** Characters of a note shown before and after the word that was found. */
const shownBefore = 40
const shownAfter = 80

/** The place in a card's newest note that has one of the words; null where none has. */
export function toSnippet({ notes }: CallerCard, words: readonly string[]): string | null {
  for (const { text } of notes.value) {
    const at = findWord(text, words)
    if (at !== null) return cutAround(text, at)
  }
  return null
}

function findWord(text: string, words: readonly string[]): number | null {
  for (const found of text.matchAll(/[\p{L}\p{M}\p{N}\u200c]+/gu)) {
    const folded = foldText(found[0])
    const forms = [...folded.split(' '), folded.replaceAll(' ', '')]
    if (forms.some((form) => words.some((word) => form.startsWith(word)))) return found.index
  }
  return null
}

/** Whole words on both sides, on one line. */
function cutAround(text: string, at: number): string {
  const from = at <= shownBefore ? 0 : text.indexOf(' ', at - shownBefore) + 1
  const start = from === 0 || from > at ? Math.max(0, from > at ? at : from) : from
  const end = Math.min(text.length, at + shownAfter)
  const cut = text
    .slice(start, end)
    .replace(/\s+/g, ' ')
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  return `${start > 0 ? '… ' : ''}${cut}${end < text.length ? ' …' : ''}`
}
