/** A disk that fills up in the middle of an import or a load: told, nobody lost, callers known, and gone on with. */
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guessedForm } from '#contract/contactImport'
import { guessMapping } from '#main/crm/connectors/file/columnMapping'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, openDatabase } from '#main/store/openDatabase'
import { type CacheBench, cardOf, createCacheBench, key, untilState, whoIs } from '#tests/main/crm/cacheBench'
import {
  type CrmRoom,
  cardOfNumber,
  createCrmRoom,
  numberOf,
  runNext,
  untilPlanned,
} from '#tests/main/crm/sync/crmRoom'
import { canMount, createSmallDisk, type SmallDisk } from '#tests/support/smallDisk'

const mountable = test.skipIf(!canMount())
const patient = { timeout: 60_000, interval: 50 }
let bench: CacheBench
let disk: SmallDisk | null = null
let room: CrmRoom | null = null

beforeEach(() => {
  bench = createCacheBench()
})
afterEach(async () => {
  await room?.close()
  await bench.close()
  disk?.remove()
  disk = null
  room = null
})

function mountDisk(megabytes: number): SmallDisk {
  disk = createSmallDisk(megabytes)
  if (disk === null) throw new Error('The disk could be mounted a moment ago')
  return disk
}

mountable(
  'in the middle of an import: who came stays, callers are known, and the same file goes on as one import',
  async () => {
    const small = mountDisk(64)
    const path = bench.folder.file('people.csv')
    const rows = Array.from({ length: 9000 }, (_, at) => `i${at},Imported ${at},${numberOf(at)}`)
    writeFileSync(path, ['id,name,phone', ...rows].join('\n'))
    const order = { path, form: guessedForm, mapping: guessMapping(['id', 'name', 'phone']) }
    const cache = bench.open({ path: `${small.folder}/crm.db`, source: null })
    await untilState(cache, 'ready')
    await vi.waitFor(async () => expect((await cache.files.ask('lastImport', null)).ok).toBe(true), patient)
    // Room for some of the five batches.
    small.leave(3000)
    const broken = await cache.files.ask('import', order)
    expect(broken).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
    expect(cache.state).toMatchObject({ state: 'ready', failure: { code: 'cache-unwritable' } })
    expect(whoIs(cache, numberOf(0))).toMatch(/ by number$/)
    expect(whoIs(cache, numberOf(8999))).toBe('none')
    const last = await cache.files.ask('lastImport', null)
    expect(last).toMatchObject({ ok: true, value: { name: 'people.csv' } })
    small.free()
    const again = await cache.files.ask('import', order)
    expect(again).toMatchObject({ ok: true, value: { kind: 'done', rows: 9000, added: 9000, refused: 0 } })
    expect(cache.state).toEqual({ state: 'ready', failure: null })
    expect(whoIs(cache, numberOf(8999))).toMatch(/ by number$/)
    const undone = await cache.files.ask('undoImport', null)
    expect(undone).toMatchObject({ ok: true, value: { removed: 9000 } })
    expect(await cache.files.ask('lastImport', null)).toEqual({ ok: true, value: null })
  },
  180_000,
)

mountable(
  'in the middle of a load from the CRM: it is told, callers are known, and the load goes on where it was',
  async () => {
    const small = mountDisk(64)
    // Pages that come slowly are kept one by one: some are on the disk when it is full.
    room = await createCrmRoom(12_000, {}, { size: 100 })
    room.server.delayMs = 20
    const cache = room.open({ path: `${small.folder}/crm.db` })
    small.leave(4000)
    await vi.waitFor(() => expect(cache.writer.sync.problem).toBe('disk'), patient)
    await untilPlanned(cache)
    expect(cache.writer.sync.nextAtMs).not.toBeNull()
    expect(cardOfNumber(cache, numberOf(0))?.name).toBe('Person 0')
    const asked = room.server.requests.length
    small.free()
    await runNext(cache, room.clock)
    expect(cache.writer.sync.problem).toBeNull()
    await vi.waitFor(() => expect(cache.state).toEqual({ state: 'ready', failure: null }), patient)
    for (const at of [0, 6000, 11_999]) expect(cardOfNumber(cache, numberOf(at))?.name).toBe(`Person ${at}`)
    // Gone on with, and not begun again: the pages of both runs together are those of one.
    expect(room.server.requests.length - asked).toBeLessThan(120)
  },
  180_000,
)

test('a cache of a newer version is set aside unharmed, filled anew, and what was written there is kept', async () => {
  bench.writeSource(Array.from({ length: 50 }, (_, at) => cardOf(`p${at}`, [numberOf(at)])))
  const first = await bench.openReady()
  expect((await first.addNote('p3', 'Sara', 'of the newer version', 5)).ok).toBe(true)
  await first.close()
  const later = { name: '9999-later', sql: 'CREATE TABLE later (x TEXT) STRICT' }
  const kind = { ...crmDatabase, migrations: [...crmDatabase.migrations, later] }
  const newer = openDatabase({
    ...{ path: bench.path, key, kind, clock: bench.clock, busyTimeoutMs: 0 },
    synchronous: 'normal',
  })
  if (!newer.ok) throw new Error(newer.failure.code)
  closeDatabase(newer.value.database)
  const cache = bench.open()
  expect(cache.state.state).toBe('rebuilding')
  await untilState(cache, 'ready')
  const answer = cache.lookup(numberOf(3))
  expect(answer.ok && answer.value.kind === 'one' && answer.value.card.notes.value).toMatchObject([
    { text: 'of the newer version' },
  ])
})
