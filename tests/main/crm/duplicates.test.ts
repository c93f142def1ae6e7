/** Who is told to be perhaps the same person, and what an agent said of it, over real files and later syncs. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallerCard } from '#contract/callerCard'
import type { ClosableCrmCache } from '#main/crm/cache/crmCache'
import { createVerdictStore } from '#main/crm/duplicates/verdictStore'
import { createDuplicateDesk, type DuplicateDesk } from '#main/desk/duplicateDesk'
import { type CacheBench, cardOf, createCacheBench, key } from '#tests/main/crm/cacheBench'
import { silentLog } from '#tests/support/silentLog'

let bench: CacheBench
const open: DuplicateDesk[] = []

beforeEach(() => {
  bench = createCacheBench()
})

afterEach(async () => {
  for (const desk of open.splice(0)) desk.close()
  await bench.close()
})

const number = (last: number) => `+9891200000${String(last).padStart(2, '0')}`
const mail = (value: string) => ({ asOfMs: 1, value: [{ name: 'E-mail', value }] })
const note = (text: string) => ({ asOfMs: 1, value: [{ atMs: 1, authorName: 'Omid', text }] })

function openDesk(cache: ClosableCrmCache): DuplicateDesk {
  const verdicts = createVerdictStore({
    path: bench.folder.file('duplicates.db'),
    key,
    clock: bench.clock,
    log: silentLog,
  })
  const desk = createDuplicateDesk({ cache, writer: cache.writer, verdicts })
  open.push(desk)
  return desk
}

const book: readonly CallerCard[] = [
  cardOf('mina', [number(1), number(2)], { name: 'مینا رحیمی', company: 'شركة پارس', notes: note('first') }),
  cardOf('mina-2', [number(3)], { name: 'مينا رحيمي', company: 'شرکه پارس', notes: note('second') }),
  cardOf('mina-3', [number(4)], { name: 'مینا رحیمی', company: 'دیگر' }),
  cardOf('same-number', [number(9), number(2)], { name: 'M. R.' }),
  cardOf('zoe', [number(5)], { name: 'Zoë O’Brien', extra: mail('Zoe@Example.com') }),
  cardOf('zoe-2', [number(6)], { name: 'Zoe O Brien', extra: mail(' zoe@example.com ') }),
  cardOf('zoe-3', [number(7)], { name: 'Zoe O Brien', extra: mail('other@example.com') }),
  cardOf('zoe-4', [number(8)], { name: 'Zoe O Brien Junior', extra: mail('zoe@example.com') }),
  ...Array.from({ length: 6 }, (_, at) => cardOf(`desk-${at}`, ['+982144440000'], { name: `Someone ${at}` })),
  ...Array.from({ length: 300 }, (_, at) =>
    cardOf(`common-${at}`, [`+98935${String(1_000_000 + at)}`], {
      name: 'Ali Mohammadi',
      company: `Firm ${at}`,
    }),
  ),
  cardOf('common-twin', ['+989351999999'], { name: 'Ali Mohammadi', company: 'FIRM 298' }),
]

const listOf = (desk: DuplicateDesk, personId: string) => {
  const answer = desk.list(personId)
  if (!answer.ok) return answer.failure.code
  return answer.value.map(
    ({ card, reason, isJoined }) => `${card.personId} ${reason}${isJoined ? ' joined' : ''}`,
  )
}

test('the same number, the same name with the company, and the same name with the e-mail address are told', async () => {
  bench.writeSource(book)
  const desk = openDesk(await bench.openReady())
  expect(listOf(desk, 'mina')).toEqual(['same-number number', 'mina-2 name'])
  expect(listOf(desk, 'mina-2')).toEqual(['mina name'])
  expect(listOf(desk, 'mina-3')).toEqual([])
  expect(listOf(desk, 'zoe')).toEqual(['zoe-2 mail'])
  expect(listOf(desk, 'nobody')).toEqual([])
})

test('the number of a whole office and a name that hundreds have suggest nobody', async () => {
  bench.writeSource(book)
  const desk = openDesk(await bench.openReady())
  expect(listOf(desk, 'desk-0')).toEqual([])
  expect(listOf(desk, 'common-7')).toEqual([])
  expect(listOf(desk, 'common-298')).toEqual(['common-twin name'])
})

test('who was said to be another person stays away through a later sync and a new start; it can be taken back', async () => {
  bench.writeSource(book)
  const cache = await bench.openReady()
  const desk = openDesk(cache)
  expect(desk.judge('mina-2', 'mina', 'different')).toEqual({ ok: true, value: null })
  expect(listOf(desk, 'mina')).toEqual(['same-number number'])
  expect(listOf(desk, 'mina-2')).toEqual([])
  desk.close()
  await cache.close()
  bench.writeSource(book.map((card) => ({ ...card, campaign: { asOfMs: 2, value: 'changed' } })))
  const again = openDesk(await bench.openReady())
  expect(listOf(again, 'mina')).toEqual(['same-number number'])
  expect(again.judge('mina', 'mina-2', null).ok).toBe(true)
  expect(listOf(again, 'mina')).toEqual(['same-number number', 'mina-2 name'])
})

test('joined people stay joined when they have nothing in common any more, and the cards are as the CRM has them', async () => {
  bench.writeSource(book)
  const cache = await bench.openReady()
  const desk = openDesk(cache)
  expect(desk.judge('mina', 'mina-2', 'same').ok).toBe(true)
  expect(listOf(desk, 'mina')).toEqual(['mina-2 name joined', 'same-number number'])
  expect(listOf(desk, 'mina-2')).toEqual(['mina name joined'])
  const before = cache.lookup(number(1))
  expect(before).toMatchObject({
    value: { card: { personId: 'mina', notes: { value: [{ text: 'first' }] } } },
  })
  desk.close()
  await cache.close()
  bench.writeSource(
    book.map((card) => (card.personId === 'mina-2' ? { ...card, name: 'Somebody Else' } : card)),
  )
  const again = openDesk(await bench.openReady())
  expect(listOf(again, 'mina')).toEqual(['mina-2 null joined', 'same-number number'])
  expect(again.judge('mina', 'mina-2', null).ok).toBe(true)
  expect(listOf(again, 'mina')).toEqual(['same-number number'])
})

test('a person and themselves, and somebody who is not there, are refused', async () => {
  bench.writeSource(book)
  const desk = openDesk(await bench.openReady())
  expect(desk.judge('mina', 'mina', 'same')).toMatchObject({ ok: false, failure: { code: 'invalid' } })
  expect(desk.judge('mina', 'nobody', 'same')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
})

test('whoever is forgotten is joined with nobody, and no trace of the pair stays readable', async () => {
  bench.writeSource(book)
  const cache = await bench.openReady()
  const desk = openDesk(cache)
  expect(desk.judge('mina', 'mina-2', 'same').ok).toBe(true)
  expect((await cache.writer.forget('mina-2')).ok).toBe(true)
  expect(listOf(desk, 'mina')).toEqual(['same-number number'])
  desk.close()
  const verdicts = createVerdictStore({
    path: bench.folder.file('duplicates.db'),
    key,
    clock: bench.clock,
    log: silentLog,
  })
  expect([...verdicts.of('mina'), ...verdicts.of('mina-2')]).toEqual([])
  verdicts.close()
  expect(readFileSync(bench.folder.file('duplicates.db')).includes('mina')).toBe(false)
})

test('sensitive blocks of the other person do not reach the page, and their address is not compared', async () => {
  bench.writeSource([
    cardOf('a', [number(1)], { name: 'Sima Karimi', extra: mail('s@example.com') }),
    cardOf('b', [number(1)], { name: 'Other', sensitive: ['notes'], notes: note('secret') }),
    cardOf('c', [number(3)], { name: 'Sima Karimi', sensitive: ['extra'], extra: mail('s@example.com') }),
  ])
  const desk = openDesk(await bench.openReady())
  expect(listOf(desk, 'a')).toEqual(['b number'])
  expect(JSON.stringify(desk.list('a'))).not.toContain('secret')
})

test('a note that is not on the disk yet is among those of the other person', async () => {
  bench.writeSource(book)
  const cache = await bench.openReady()
  const desk = openDesk(cache)
  const writing = cache.addNote('mina-2', 'Sara', 'just now', 5000)
  expect(JSON.stringify(desk.list('mina'))).toContain('just now')
  await writing
})
