/** Keeps the two languages whole: the same keys, the same placeholders, a sentence for every failure. */
import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { FailureCode } from '#contract/failure'
import { type MessageKey, messagesOf } from '#renderer/i18n/messages'
import { createSentences } from '#renderer/i18n/translate'

const en = messagesOf('en')
const fa = messagesOf('fa')
const keys = Object.keys(en) as MessageKey[]

test('both files have the same keys in the same order', () => {
  expect(Object.keys(fa)).toEqual(Object.keys(en))
})

test.each(['en', 'fa'])('no key stands twice in %s: the last one would win without a word', (locale) => {
  const file = readFileSync(new URL(`../../../resources/locales/${locale}.json`, import.meta.url), 'utf8')
  const written = [...file.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key)
  expect(written.filter((key, at) => written.indexOf(key) !== at)).toEqual([])
  expect(written).toHaveLength(keys.length)
})

test('a text uses the same placeholders in both languages', () => {
  const differing = keys.filter((key) => toArguments(en[key]).join() !== toArguments(fa[key]).join())
  expect(differing).toEqual([])
})

test('no text is empty or has stray spaces', () => {
  const odd = keys.flatMap((key) => [en[key], fa[key]].filter((text) => text === '' || text !== text.trim()))
  expect(odd).toEqual([])
})

test('every Persian text is Persian, with its own letters and half-spaces', () => {
  const foreign: MessageKey[] = ['language.other', 'age.asOf']
  const latin = keys.filter((key) => !foreign.includes(key) && !/[آ-ی]/.test(fa[key]))
  expect(latin).toEqual([])
  // Arabic yeh and kaf look alike and break searching; a hyphen is not a half-space.
  expect(keys.filter((key) => /[يك]|[آ-ی]-[آ-ی]/.test(fa[key]))).toEqual([])
})

test.each(FailureCode.options)('%s has a sentence in both languages', (code) => {
  for (const messages of [en, fa]) {
    const sentence = messages[`failure.${code}`]
    expect(sentence.length).toBeGreaterThan(15)
    expect(sentence).toMatch(/[.]$/)
  }
})

test('a plural is written for one and for many', () => {
  const { t } = createSentences('en')
  expect(t('card.olderOrders', { count: 1 })).toBe('1 older order')
  expect(t('card.olderOrders', { count: 3 })).toBe('3 older orders')
  expect(createSentences('fa').t('card.olderOrders', { count: 3 })).toBe('۳ سفارش قدیمی‌تر')
})

test('a foreign name inside a sentence is isolated, a plain one is left alone', () => {
  expect(createSentences('en').t('said.answered', { who: 'Mina' })).toBe('Call from Mina answered')
  expect(createSentences('en').t('said.answered', { who: 'مینا' })).toContain('\u2068مینا\u2069')
  expect(createSentences('fa').t('said.answered', { who: '+۹۸ ۹۱۲' })).toContain('\u2068+۹۸ ۹۱۲\u2069')
})

test('what is read ahead, and when, changes no sentence', () => {
  const read = createSentences('en')
  let turns = 2
  expect(read.readAhead(() => turns-- > 0)).toBe(false)
  expect(read.readAhead(() => true)).toBe(true)
  expect(read.readAhead(() => false)).toBe(true)
  const unread = createSentences('en')
  for (const key of Object.keys(en) as MessageKey[]) {
    const values = Object.fromEntries(toArguments(en[key]).map((name) => [name, 2]))
    expect(read.t(key, values)).toBe(unread.t(key, values))
  }
})

interface Part {
  readonly type: number
  readonly value?: unknown
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
}

/** The names a message asks for, plural branches included. */
function toArguments(text: string): string[] {
  const names = new Set<string>()
  const walk = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.type !== 0 && typeof part.value === 'string') names.add(part.value)
      for (const option of Object.values(part.options ?? {})) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(text, 'en').getAst() as readonly Part[])
  return [...names].sort()
}
