/** People of the customer book are found as one types, in any spelling of their name, or by their number. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClosableCrmCache } from '#main/crm/cache/crmCache'
import { type CacheBench, cardOf, createCacheBench } from '#tests/main/crm/cacheBench'

let bench: CacheBench
let cache: ClosableCrmCache

beforeAll(async () => {
  bench = createCacheBench()
  bench.writeSource([
    cardOf('mina', ['+989121234567'], { name: 'Mina Rahimi', company: 'Pars Trading' }),
    cardOf('minoo', ['+989121234568'], { name: 'Minoo Karimi' }),
    cardOf('zoe', ['+442079460958'], { name: 'Zoë O’Brien' }),
    cardOf('yasi', ['+989121234569'], { name: 'ياسمن كاظمي' }),
    cardOf('hamza', ['+989121234561'], { name: 'مؤمن رئیسی', company: 'شركة الهيئة' }),
    cardOf('tatweel', ['+989121234562'], { name: 'محـــمّد صدرا' }),
    cardOf('joined', ['+989121234563'], { name: 'امیرحسین ستوده' }),
    cardOf('noted', ['+989121234564'], {
      name: 'Babak Quiet',
      notes: {
        asOfMs: 1,
        value: [
          {
            atMs: 1,
            authorName: 'Omid',
            text: 'Long ago.\nسفارشِ شماره ۴۵۱ برگشت خورد and the refund was promised for Monday morning',
          },
        ],
      },
    }),
    cardOf('secret', ['+989121234571'], {
      name: 'Sima Hidden',
      sensitive: ['notes'],
      notes: { asOfMs: 1, value: [{ atMs: 1, authorName: 'Omid', text: 'a refund and bankruptcy' }] },
    }),
    cardOf('half', ['+989121234560'], { name: 'علی‌رضا نوری' }),
    ...Array.from({ length: 40 }, (_, at) =>
      cardOf(`many-${at}`, [`+9821444400${10 + at}`], { name: 'Many Many' }),
    ),
  ])
  cache = await bench.openReady({})
})

afterAll(() => bench.close())

function find(text: string): string[] {
  const answer = cache.search(text)
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value.map(({ personId }) => personId as string).toSorted()
}

test.each([
  ['min', ['mina', 'minoo']],
  ['MINA', ['mina']],
  ['rah mi', ['mina']],
  ['pars', ['mina']],
  ['zoe', ['zoe']],
  ['یاسمن', ['yasi']],
  ['کاظ', ['yasi']],
  ['علی رضا', ['half']],
  ['علیرضا', ['half']],
  ['علی‌رضا', ['half']],
  ['امیر حسین', ['joined']],
  ['امیر‌حسین', ['joined']],
  ['مومن', ['hamza']],
  ['رييسي', ['hamza']],
  ['شرکه', ['hamza']],
  ['محمد', ['tatweel']],
  ['refund', ['noted']],
  ['bankruptcy', []],
  ['sima', ['secret']],
  ['سفارش 451', ['noted']],
  ['0912 123 4567', ['mina']],
  ['۰۹۱۲۱۲۳۴۵۶۸', ['minoo']],
  ['nobody', []],
  ['', []],
  ['" OR name:*', []],
  ['NEAR(', []],
  ['12', []],
])('%j finds %j', (text, people) => {
  expect(find(text)).toEqual(people)
})

test('a common name does not fill the page', () => {
  expect(find('many')).toHaveLength(20)
})

test('what is shown is enough to call and no more', () => {
  const answer = cache.search('mina')
  expect(answer).toEqual({
    ok: true,
    value: [
      {
        personId: 'mina',
        name: 'Mina Rahimi',
        company: 'Pars Trading',
        numbers: ['+989121234567'],
        priority: 'normal',
        snippet: null,
      },
    ],
  })
})

test('a person found by a note is shown with the place in it, and one by name without', () => {
  const snippet = (text: string) => {
    const answer = cache.search(text)
    return answer.ok ? answer.value[0]?.snippet : null
  }
  expect(snippet('refund')).toContain('the refund was promised')
  expect(snippet('refund')?.length).toBeLessThanOrEqual(200)
  expect(snippet('quiet')).toBeNull()
})
