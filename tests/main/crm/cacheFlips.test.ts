/** Bytes that flip in the cache's file, its log and its shared memory: calls go on, and what was written here is kept. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guessedForm } from '#contract/contactImport'
import type { ClosableCrmCache } from '#main/crm/cache/crmCache'
import { guessMapping } from '#main/crm/connectors/file/columnMapping'
import { keepAll } from '#main/crm/sync/keepRules'
import { startWriter } from '#main/crm/sync/startWriter'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { openDatabase } from '#main/store/openDatabase'
import { type CacheBench, cardOf, createCacheBench, key, untilState, whoIs } from '#tests/main/crm/cacheBench'

let bench: CacheBench

beforeEach(() => {
  bench = createCacheBench()
})

afterEach(() => bench.close())

const pageBytes = 4096
const count = 600
const everybody = Array.from({ length: count }, (_, at) => at)
const numberOf = (at: number) => `+98912${String(1_000_000 + at)}`
const writeBook = () =>
  bench.writeSource(everybody.map((at) => cardOf(`p${at}`, [numberOf(at)], { company: 'x'.repeat(150) })))

/** Answers that are neither right nor an honest "not now". */
const findWrong = (cache: ClosableCrmCache) =>
  everybody
    .map((at) => [at, whoIs(cache, numberOf(at))] as const)
    .filter(([at, who]) => who !== `p${at} by number` && who !== 'cache-unavailable')

const findMissing = (cache: ClosableCrmCache) =>
  everybody.filter((at) => whoIs(cache, numberOf(at)) !== `p${at} by number`)

const readNotes = (cache: ClosableCrmCache, at: number) => {
  const answer = cache.lookup(numberOf(at))
  return answer.ok && answer.value.kind === 'one'
    ? answer.value.card.notes.value.map((each) => each.text)
    : []
}

/** In place, as a failing disk or another program would: the file keeps its size and its identity. */
function flip(path: string, at: number): void {
  const file = openSync(path, 'r+')
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, at)
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, at)
  closeSync(file)
}

/** Ready, and by then everybody is found. */
async function untilHealed(cache: ClosableCrmCache): Promise<void> {
  await vi.waitFor(
    () => {
      bench.clock.advance(1000)
      expect(findWrong(cache)).toEqual([])
      expect(findMissing(cache)).toEqual([])
      expect(cache.state.state).toBe('ready')
    },
    { timeout: 30_000, interval: 50 },
  )
}

function readNotePage(): number {
  const copy = bench.folder.file('look.db')
  copyFileSync(bench.path, copy)
  const kind = { key, kind: crmDatabase, clock: bench.clock } as const
  const answer = openDatabase({ path: copy, ...kind, synchronous: 'normal', busyTimeoutMs: 100 })
  if (!answer.ok) throw new Error(answer.failure.code)
  const { database } = answer.value
  const page = database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'own_note'`).pluck().get()
  database.close()
  return Number(page)
}

test('a byte flipped in pages all over the file: no wrong card, everybody comes back, notes are kept', async () => {
  writeBook()
  const first = await bench.openReady()
  for (const at of [3, 300, 599])
    expect((await first.addNote(`p${at}`, 'Sara', `note ${at}`, at)).ok).toBe(true)
  await first.writer.forget('p77')
  everybody.splice(everybody.indexOf(77), 1)
  await first.close()
  const sound = readFileSync(bench.path)
  const pages = sound.length / pageBytes
  const notePage = readNotePage()
  const hit = Array.from({ length: 12 }, (_, at) => 2 + Math.floor((at * (pages - 3)) / 11))
  expect(pages).toBeGreaterThan(40)
  for (const page of hit.filter((each) => each !== notePage)) {
    writeFileSync(bench.path, sound)
    flip(bench.path, (page - 1) * pageBytes + 1000 + page)
    const cache = bench.open()
    await untilHealed(cache)
    expect([3, 300, 599].map((at) => readNotes(cache, at))).toEqual([['note 3'], ['note 300'], ['note 599']])
    expect(whoIs(cache, numberOf(77))).toBe('none')
    await cache.close()
  }
}, 180_000)

test('bytes flipped in what a killed desk left: the shared memory is made anew, of the log an older state is read', async () => {
  writeBook()
  const first = await bench.openReady()
  expect((await first.addNote('p3', 'Sara', 'in the log', 3)).ok).toBe(true)
  const log = readFileSync(`${bench.path}-wal`)
  const file = readFileSync(bench.path)
  const memory = readFileSync(`${bench.path}-shm`)
  await first.close()
  expect(log.length).toBeGreaterThan(10 * pageBytes)
  const notes: string[][] = []
  for (const at of [0, 50, 100, 136, 5000, 17_000]) {
    const path = bench.folder.file(`memory-${at}.db`)
    for (const [suffix, bytes] of [
      ['', file],
      ['-wal', log],
      ['-shm', memory],
    ] as const)
      writeFileSync(path + suffix, bytes)
    flip(`${path}-shm`, at)
    const cache = bench.open({ path })
    await untilHealed(cache)
    notes.push(readNotes(cache, 3))
    await cache.close()
  }
  expect(notes).toEqual(Array(6).fill(['in the log']))
  for (const at of [5, 40, 32 + 12, log.length >> 1, log.length - 100]) {
    const path = bench.folder.file(`killed-${at}.db`)
    writeFileSync(path, file)
    writeFileSync(`${path}-wal`, log)
    flip(`${path}-wal`, at)
    const cache = bench.open({ path })
    await untilHealed(cache)
    await cache.close()
  }
}, 180_000)

test('bytes flipped in the shared memory and the log while the desk works: never a wrong card, and it heals', async () => {
  writeBook()
  const cache = await bench.openReady()
  expect((await cache.addNote('p3', 'Sara', 'before', 3)).ok).toBe(true)
  // The header, which SQLite checks. What lies behind is the process's own memory, made anew at each start.
  for (const at of [0, 8, 20, 40, 48, 56, 80]) {
    if (existsSync(`${bench.path}-shm`)) flip(`${bench.path}-shm`, at)
    expect(findWrong(cache)).toEqual([])
    await cache.addNote(`p${at % 600}`, 'Sara', `flipped ${at}`, 10 + at)
    await untilHealed(cache)
  }
  for (const part of [0.2, 0.5, 0.8]) {
    const size = existsSync(`${bench.path}-wal`) ? readFileSync(`${bench.path}-wal`).length : 0
    if (size > 0) flip(`${bench.path}-wal`, Math.floor(size * part))
    expect(findWrong(cache)).toEqual([])
    await untilHealed(cache)
  }
  expect(readNotes(cache, 3)).toContain('before')
  expect((await cache.addNote('p4', 'Sara', 'after', 99)).ok).toBe(true)
}, 180_000)

test('people of an imported file come over from a broken cache, with their import, and the CRM keeps its own', async () => {
  writeBook()
  await (await bench.openReady()).close()
  const path = bench.folder.file('people.csv')
  const rows = Array.from({ length: 1500 }, (_, at) => `i${at},Imported ${at},+98935${1_000_000 + at}`)
  writeFileSync(path, ['id,name,phone', ...rows].join('\n'))
  const order = { path: bench.path, key, source: null, country: 'IR', rules: keepAll }
  const writer = startWriter(order, { onMessage: () => undefined, onEnd: () => undefined })
  const mapping = guessMapping(['id', 'name', 'phone'])
  const taken = await writer.ask('import', { path, form: guessedForm, mapping })
  expect(taken).toMatchObject({ ok: true, value: { kind: 'done', added: 1500 } })
  await writer.stop()
  const first = bench.open()
  const id = whoIs(first, '+989351000700')
  expect(id).toMatch(/ by number$/)
  await first.close()
  // In the middle of the people of the CRM: whoever is asked for there is not to be read.
  const { length } = readFileSync(bench.path)
  for (let page = 30; page < 60; page += 3) flip(bench.path, Math.min(length - 50, page * pageBytes + 77))
  const cache = bench.open()
  await untilHealed(cache)
  await vi.waitFor(() => expect(whoIs(cache, '+989351000700')).toBe(id), { timeout: 30_000 })
  await vi.waitFor(
    () => {
      const there = Array.from({ length: 1500 }, (_, at) => whoIs(cache, `+98935${1_000_000 + at}`))
      expect(there.filter((who) => who.endsWith('by number')).length).toBeGreaterThan(1300)
    },
    { timeout: 30_000 },
  )
  expect(readdirSync(bench.folder.path).some((name) => name.includes('.set-aside-'))).toBe(true)
  await cache.close()
  const undoing = startWriter(order, { onMessage: () => undefined, onEnd: () => undefined })
  const undone = await undoing.ask('undoImport', null)
  await undoing.stop()
  expect(undone).toMatchObject({ ok: true, value: { fileName: 'people.csv' } })
  const after = bench.open()
  await untilHealed(after)
  expect(whoIs(after, '+989351000700')).toBe('none')
}, 180_000)

test('a file whose first page is gone cannot be read by anybody: it is set aside whole, and made again', async () => {
  writeBook()
  await (await bench.openReady()).close()
  flip(bench.path, 2000)
  const cache = bench.open()
  await untilState(cache, 'ready')
  expect(findMissing(cache)).toEqual([])
})
