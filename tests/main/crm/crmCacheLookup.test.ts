/** Whoever calls, in whatever way the number is written, the right card comes, or none, or all that fit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CardAnswer } from '#contract/callerCard'
import type { ClosableCrmCache } from '#main/crm/cache/crmCache'
import { type CacheBench, cardOf, createCacheBench, whoIs } from '#tests/main/crm/cacheBench'

const rtl = '\u202eevil\u202c \u0000<script>alert(1)</script>'
let country = 'IR'
let lastDigits = 8
let bench: CacheBench
let cache: ClosableCrmCache

beforeAll(async () => {
  bench = createCacheBench()
  bench.writeSource([
    cardOf('mobile', ['0912 123 4567', '+98 21 8888 0001']),
    cardOf('office', ['+982188881234']),
    cardOf('london', ['+44 20 7946 0958']),
    cardOf('newYork', ['+1 212 555 0123']),
    cardOf('sara', ['+982177770000']),
    cardOf('reza', ['021-7777-0000']),
    cardOf('twin', ['+982155551111', '+982655551111']),
    cardOf('internal', ['tel 4400123']),
    ...Array.from({ length: 40 }, (_, at) => cardOf(`desk-${at}`, ['+982144440000'])),
    cardOf('long', ['+989130000001'], { name: 'نام '.repeat(2500) }),
    cardOf('emoji', ['+989130000002'], { name: '😀'.repeat(500) }),
    cardOf('hostile', ['+989130000003'], {
      name: rtl,
      notes: { asOfMs: 1, value: [{ atMs: 1, authorName: rtl, text: `one\r\ntwo ${rtl}` }] },
    }),
    { ...cardOf('bad', ['+989130000004']), priority: 'king' },
    'not a card',
  ])
  cache = await bench.openReady({ country: () => country, lastDigits: () => lastDigits })
})

afterAll(() => bench.close())

describe('a number is found', () => {
  test.each([
    ['in E.164', '+989121234567'],
    ['with the trunk zero', '09121234567'],
    ['with the international prefix', '00989121234567'],
    ['with both, as some PBXs do', '+9809121234567'],
    ['without any prefix', '9121234567'],
    ['with the country code and no plus', '989121234567'],
    ['in Persian digits', '۰۹۱۲۱۲۳۴۵۶۷'],
    ['in Arabic digits', '٠٩١٢١٢٣٤٥٦٧'],
    ['with punctuation', '(0912) 123-45.67'],
    ['with invisible direction marks', '\u200e+98 912 123 4567\u202c'],
    ['by the second number of the person', '02188880001'],
  ])('%s', (_, dialString) => {
    expect(whoIs(cache, dialString)).toBe('mobile by number')
  })

  test.each([
    '02188881234 ext. 12',
    '02188881234,12',
    '02188881234#12',
    '+982188881234;ext=12',
    '021-88881234 x12',
    '02188881234 داخلی ۱۲',
    'tel:+98-21-88881234;ext=12',
  ])('without its extension: %s', (dialString) => {
    expect(whoIs(cache, dialString)).toBe('office by number')
  })
})

test('the country decides how a national number is read, at the time of the call', () => {
  expect(whoIs(cache, '020 7946 0958')).toBe('london by last-digits')
  country = 'GB'
  expect(whoIs(cache, '020 7946 0958')).toBe('london by number')
  country = 'US'
  expect(whoIs(cache, '(212) 555-0123')).toBe('newYork by number')
  expect(whoIs(cache, '00989121234567')).toBe('mobile by number')
  country = 'ZZ'
  expect(whoIs(cache, '+442079460958')).toBe('london by number')
  expect(whoIs(cache, '2079460958')).toBe('london by last-digits')
  country = 'IR'
})

test('the matched number comes first on the card', () => {
  const answer = cache.lookup('02188880001')
  expect(answer.ok && answer.value.kind === 'one' && answer.value.card.numbers).toEqual([
    '+982188880001',
    '+989121234567',
  ])
})

test('people who share a number are all shown, twelve at most', () => {
  expect(whoIs(cache, '02177770000')).toBe('sara reza by number')
  const answer = cache.lookup('+982144440000')
  expect(answer.ok && answer.value.kind === 'several' && answer.value.cards).toHaveLength(12)
})

test('without the whole number, its last digits count, as many as the site wants and never fewer than seven', () => {
  expect(whoIs(cache, '88881234')).toBe('office by last-digits')
  expect(whoIs(cache, '+49 30 8888 1234')).toBe('office by last-digits')
  expect(whoIs(cache, '+49 30 9888 1234')).toBe('none')
  lastDigits = 7
  expect(whoIs(cache, '+49 30 9888 1234')).toBe('office by last-digits')
  expect(whoIs(cache, '+49 30 4400123')).toBe('internal by last-digits')
  lastDigits = 3
  expect(whoIs(cache, '400123')).toBe('none')
  lastDigits = 10
  expect(whoIs(cache, '+49 30 8888 1234')).toBe('none')
  expect(whoIs(cache, '88881234')).toBe('office by last-digits')
  lastDigits = 8
})

test('one person with two numbers that end alike is one card', () => {
  expect(whoIs(cache, '55551111')).toBe('twin by last-digits')
})

test.each([null, '', 'anonymous', '+', '*#'])('%s is withheld', (dialString) => {
  expect(whoIs(cache, dialString)).toBe('withheld')
})

test.each(['1001', '*72', '110', '+98912', '0'.repeat(64), "' OR 1=1 --0912", '%%%%%%%7'])(
  '%s is nobody',
  (dialString) => {
    expect(whoIs(cache, dialString)).toBe('none')
  },
)

test('a number of 10,000 digits is nobody', () => {
  expect(whoIs(cache, '9'.repeat(10_000))).toBe('none')
})

test('names of 10,000 characters, of HTML and of overrides are cut and made safe, and fit the contract', () => {
  const names = ['+989130000001', '+989130000002', '+989130000003'].map((number) => {
    const answer = cache.lookup(number)
    if (!answer.ok || answer.value.kind !== 'one') throw new Error(`${number} is not there`)
    expect(CardAnswer.safeParse(answer.value).success).toBe(true)
    return answer.value.card
  })
  expect(names.map((card) => card.name.length <= 160)).toEqual([true, true, true])
  expect(names[1]?.name.isWellFormed()).toBe(true)
  expect(names[2]?.name).toBe('evil <script>alert(1)</script>')
  expect(names[2]?.notes.value[0]?.text).toBe('one\ntwo evil <script>alert(1)</script>')
})

test('what is no card is left out, and nothing else with it', () => {
  expect(whoIs(cache, '+989130000004')).toBe('none')
  expect(whoIs(cache, '+989130000003')).toBe('hostile by number')
})
