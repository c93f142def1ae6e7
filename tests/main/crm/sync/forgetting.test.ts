/** People who are forgotten, or may not stay: nothing of them is left, in the file, its log, or after the next sync. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { keepAll } from '#main/crm/sync/keepRules'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { type Database, openDatabase } from '#main/store/openDatabase'
import { key, whoIs } from '#tests/main/crm/cacheBench'
import {
  type CrmRoom,
  createCrmRoom,
  numberOf,
  personOf,
  runNext,
  until,
  untilTaken,
} from '#tests/main/crm/sync/crmRoom'
import { createFakeClock } from '#tests/support/fakeClock'

let room: CrmRoom | null = null

afterEach(async () => {
  await room?.close()
  room = null
})

/** The file as whoever has the key would read it: decrypted, byte for byte, free pages and log included. */
function readClear(path: string): string {
  const copy = `${path}.copy`
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
  const database = openFile(copy)
  database.pragma('journal_mode = DELETE')
  database.pragma(`rekey = ''`)
  database.close()
  return readFileSync(copy).toString('utf8')
}

function openFile(path: string): Database {
  const answer = openDatabase({
    path,
    key,
    kind: crmDatabase,
    clock: createFakeClock(),
    synchronous: 'normal',
    busyTimeoutMs: 1000,
  })
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value.database
}

const planted = (at: number) => ({
  name: `Zibakalam${at} Parvaneh`,
  company: `Mehrgan${at} Trading`,
  notes: [{ at: '2026-01-02T03:04:05.000Z', author: 'Omid', text: `Secretword${at} was said` }],
})

test('a person who is forgotten is in no page of the file, in clear or deleted, nor in the index', async () => {
  room = await createCrmRoom(400)
  const { server, path, open } = room
  for (let at = 0; at < 50; at += 1) server.people.put(personOf(at, planted(at)))
  const cache = open()
  await untilTaken(cache)
  await cache.addNote('p7', 'Sara', 'Ownwords of an agent', 1000)
  expect(readClear(path)).toContain('Zibakalam7 Parvaneh')
  expect(readClear(path)).toContain('Ownwords')
  const told: unknown[] = []
  cache.writer.onPeople((change) => told.push(change))
  expect(await cache.writer.forget('p7')).toEqual({ ok: true, value: null })
  expect(told).toEqual([{ kind: 'forgotten', personIds: ['p7'], numbers: [numberOf(7)] }])
  expect(whoIs(cache, numberOf(7))).toBe('none')
  const reversed = [...numberOf(7)].toReversed().join('')
  const left = readClear(path).toLowerCase()
  for (const trace of ['zibakalam7', 'mehrgan7', 'secretword7', 'ownwords', numberOf(7), reversed, '"p7"'])
    expect(left).not.toContain(trace.toLowerCase())
  // The test would see them: the others are there.
  expect(left).toContain('zibakalam8')
})

test('the next sync, a refresh and a new start do not bring back who was forgotten', async () => {
  room = await createCrmRoom(20)
  const { server, clock, open } = room
  const cache = open()
  await untilTaken(cache)
  await cache.writer.forget('p3')
  server.people.put(personOf(3, { name: 'Changed' }))
  await runNext(cache, clock)
  expect(whoIs(cache, numberOf(3))).toBe('none')
  const refreshed = await cache.writer.refresh({ number: numberOf(3) }, 10_000)
  expect(refreshed).toEqual({ ok: true, value: { personIds: [], changed: [] } })
  expect(whoIs(cache, numberOf(3))).toBe('none')
  await cache.close()
  clock.step(8 * 24 * 3_600_000)
  const again = open()
  await until(again, () => again.writer.sync.kind === 'full')
  await until(again, () => again.writer.sync.kind === 'waiting')
  expect(whoIs(again, numberOf(3))).toBe('none')
  expect(whoIs(again, numberOf(4))).toBe('p4 by number')
})

test('whom nobody dealt with for too long goes, and does not come back with the next sync', async () => {
  room = await createCrmRoom(10)
  const { server, clock, open } = room
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const noted = (at: number, days: number) =>
    server.people.put(personOf(at, { notes: [{ at: daysAgo(days), author: 'Omid', text: 'spoken with' }] }))
  noted(1, 400)
  noted(2, 300)
  const cache = open()
  await untilTaken(cache)
  expect(whoIs(cache, numberOf(1))).toBe('p1 by number')
  await cache.close()
  const again = open({ rules: { ...keepAll, contactDays: 365 } })
  while (whoIs(again, numberOf(1)) !== 'none') await new Promise((resolve) => setImmediate(resolve))
  noted(1, 399)
  await runNext(again, clock)
  expect([1, 2, 3].map((at) => whoIs(again, numberOf(at)))).toEqual(['none', 'p2 by number', 'p3 by number'])
})

test('a file that grows too large lets go of those without a contact first, then of the oldest contacts', async () => {
  room = await createCrmRoom(0)
  const { server, path, open } = room
  const long = 'y'.repeat(3000)
  for (let at = 0; at < 9000; at += 1) {
    const notes = [
      { at: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString(), author: 'O', text: long },
    ]
    server.people.put(personOf(at, at % 2 === 0 ? { notes } : {}))
  }
  const cache = open({ rules: { ...keepAll, maxMegabytes: 16 } })
  await untilTaken(cache)
  while (whoIs(cache, numberOf(0)) !== 'none') await new Promise((resolve) => setImmediate(resolve))
  await cache.close()
  const database = openFile(path)
  const used =
    Number(database.pragma('page_count', { simple: true })) -
    Number(database.pragma('freelist_count', { simple: true }))
  const counts = database
    .prepare(
      'SELECT count(*) FILTER (WHERE last_contact_ms IS NULL) AS never, count(*) AS people FROM person',
    )
    .get()
  database.close()
  expect(used * 4096).toBeLessThanOrEqual(16 * 2 ** 20)
  expect(counts).toMatchObject({ never: 0 })
  const newest = open()
  expect(whoIs(newest, numberOf(8998))).toBe('p8998 by number')
}, 90_000)
