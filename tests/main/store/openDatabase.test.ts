/** Files of every kind of unfitness are set aside and replaced; sound ones keep what they hold, in cipher only. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  closeDatabase,
  type Database,
  type DatabaseKind,
  type OpenRequest,
  openDatabase,
} from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'
import { createFakeClock } from '#tests/support/fakeClock'
import { canMount, createSmallDisk } from '#tests/support/smallDisk'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const kind: DatabaseKind = {
  name: 'test',
  applicationId: 77,
  migrations: [{ name: '0001-names', sql: 'CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT) STRICT' }],
}
const key = new Uint8Array(32).fill(3)
const clock = createFakeClock()

let folder: TempFolder
let path: string
const opened: Database[] = []

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('names.db')
})

afterEach(() => {
  for (const database of opened.splice(0)) database.close()
  folder.remove()
})

function open(change: Partial<OpenRequest> = {}) {
  const request: OpenRequest = { path, key, kind, clock, synchronous: 'normal', busyTimeoutMs: 0, ...change }
  const answer = openDatabase(request)
  if (!answer.ok) throw new Error(answer.failure.code)
  opened.push(answer.value.database)
  return answer.value
}

function createNames(count = 1): void {
  const { database } = open()
  const insert = database.prepare('INSERT INTO name (text) VALUES (?)')
  for (let index = 0; index < count; index += 1) insert.run(`Parvaneh Ziba-${index} ${'x'.repeat(200)}`)
  closeDatabase(database)
}

const countNames = (database: Database) => database.prepare('SELECT count(*) FROM name').pluck().get()
const setAsideFiles = () => readdirSync(folder.path).filter((name) => name.includes('.set-aside-'))

test('what was written is there with the right key, and nothing was set aside', () => {
  createNames(3)
  const again = open()
  expect(again).toMatchObject({ writable: true, setAside: null })
  expect(countNames(again.database)).toBe(3)
})

test('no name stands in clear in the file or its log, nor does SQLite give itself away', () => {
  const { database } = open()
  database.prepare('INSERT INTO name (text) VALUES (?)').run('Parvaneh Zibakalam +989121234567')
  expect(existsSync(`${path}-wal`)).toBe(true)
  for (const file of [path, `${path}-wal`]) {
    const bytes = readFileSync(file).toString('latin1')
    for (const word of ['Parvaneh', '989121234567', 'SQLite format', 'CREATE TABLE'])
      expect(bytes).not.toContain(word)
  }
})

test('the file and its companions are for their owner alone', () => {
  const { database } = open()
  database.prepare("INSERT INTO name (text) VALUES ('a')").run()
  const modes = ['', '-wal', '-shm'].map((suffix) => statSync(path + suffix).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o600])
})

test('two kinds of file have two keys: the bytes of one are unreadable as the other', () => {
  createNames()
  expect(open({ kind: { ...kind, name: 'other' } }).setAside?.reason).toBe('unreadable')
})

test('a wrong key sets the file aside whole, with its log, and begins anew', () => {
  const { database } = open()
  database.prepare('INSERT INTO name (text) VALUES (?)').run('kept')
  for (const suffix of ['', '-wal', '-shm']) copyFileSync(path + suffix, folder.file(`crashed.db${suffix}`))
  const crashed = folder.file('crashed.db')
  const anew = open({ path: crashed, key: new Uint8Array(32).fill(4) })
  expect(anew.setAside).toMatchObject({ reason: 'unreadable', path: `${crashed}.set-aside-20261123T060000Z` })
  expect(countNames(anew.database)).toBe(0)
  const old = open({ path: `${crashed}.set-aside-20261123T060000Z` })
  expect(countNames(old.database)).toBe(1)
})

test.each([
  ['a damaged header', (file: string) => writeFileSync(file, Buffer.alloc(4096, 7), { flag: 'r+' })],
  ['text', (file: string) => writeFileSync(file, 'name,number\nA,1\n'.repeat(500))],
  ['a file cut in its first page', (file: string) => truncateSync(file, 1000)],
])('%s is set aside', (_, damage) => {
  createNames(50)
  damage(path)
  const { setAside, database } = open()
  expect(setAside?.reason).toBe('unreadable')
  expect(countNames(database)).toBe(0)
})

test('a SQLite file of another program is set aside, not written into', () => {
  const foreign = new DatabaseSync(path)
  foreign.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (42)')
  foreign.close()
  const { setAside } = open()
  expect(setAside?.reason).toBe('unreadable')
  const kept = new DatabaseSync(setAside?.path ?? '')
  expect(kept.prepare('SELECT a FROM theirs').get()).toEqual({ a: 42 })
  kept.close()
})

test('a file of our own key but another purpose is foreign', () => {
  createNames()
  expect(open({ kind: { ...kind, applicationId: 78 } }).setAside?.reason).toBe('foreign')
})

test('a file of a newer version is set aside; an older one is brought up to date with its rows', () => {
  createNames(2)
  const second = { name: '0002-age', sql: 'ALTER TABLE name ADD COLUMN age INTEGER' }
  const newer = { ...kind, migrations: [...kind.migrations, second] }
  const upgraded = open({ kind: newer })
  expect(upgraded.setAside).toBeNull()
  expect(upgraded.database.prepare('SELECT count(*) FROM name WHERE age IS NULL').pluck().get()).toBe(2)
  closeDatabase(upgraded.database)
  expect(open().setAside?.reason).toBe('newer')
})

test('a migration that fails leaves the schema as it was', () => {
  createNames(1)
  const broken = { name: '0002-broken', sql: 'ALTER TABLE name ADD COLUMN age INTEGER; SELECT no_such()' }
  expect(() => open({ kind: { ...kind, migrations: [...kind.migrations, broken] } })).toThrow('no_such')
  const { database, setAside } = open()
  expect(setAside).toBeNull()
  expect(database.prepare('SELECT * FROM name').columns()).toHaveLength(2)
})

test('a file cut in the middle is found out by the whole check, and by reading without it', () => {
  createNames(200)
  truncateSync(path, 8192)
  expect(open({ checkWhole: true }).setAside).not.toBeNull()
})

test('flipped bytes are never read as something else: set aside, or an error that means broken', () => {
  createNames(200)
  const sound = readFileSync(path)
  const texts = () => Array.from({ length: 200 }, (_, index) => `Parvaneh Ziba-${index} ${'x'.repeat(200)}`)
  for (let round = 0; round < 40; round += 1) {
    const bytes = Buffer.from(sound)
    const at = (round * 7919 + 17) % bytes.length
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8))
    const file = folder.file(`flipped-${round}.db`)
    writeFileSync(file, bytes)
    expect(readOrFault(file, texts())).toBe(true)
  }
})

/** True when opening or reading noticed the damage, or the damage hit nothing that is read. */
function readOrFault(file: string, texts: string[]): boolean {
  const { database, setAside } = open({ path: file })
  if (setAside !== null) return true
  try {
    expect(database.prepare('SELECT text FROM name ORDER BY id').pluck().all()).toEqual(texts)
    return true
  } catch (error) {
    return toStoreFault(error) === 'broken'
  }
}

test('only the three newest files set aside are kept', () => {
  for (let round = 0; round < 5; round += 1) {
    writeFileSync(path, 'not a database at all, not even nearly'.repeat(300))
    closeDatabase(open().database)
    clock.advance(1000)
  }
  expect(setAsideFiles()).toHaveLength(3)
})

test('a folder where the file should be is a refusal, not a crash', () => {
  const answer = openDatabase({
    path: folder.path,
    key,
    kind,
    clock,
    synchronous: 'normal',
    busyTimeoutMs: 0,
  })
  expect(answer).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
})

test('a key of another length is a mistake of the program', () => {
  expect(() => open({ key: new Uint8Array(16) })).toThrow(RangeError)
})

test.skipIf(!canMount())(
  'on a read-only disk a closed file is read, and says that it cannot be written',
  () => {
    const disk = createSmallDisk(4)
    if (disk === null) throw new Error('The disk could be mounted a moment ago')
    try {
      path = `${disk.folder}/names.db`
      createNames(5)
      disk.makeReadOnly()
      const { database, writable } = open()
      expect(writable).toBe(false)
      expect(countNames(database)).toBe(5)
      expect(() => database.prepare("INSERT INTO name (text) VALUES ('a')").run()).toThrow(/readonly/)
      database.close()
      const anew = openDatabase({
        path: `${path}2`,
        key,
        kind,
        clock,
        synchronous: 'normal',
        busyTimeoutMs: 0,
      })
      expect(anew).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
    } finally {
      disk.remove()
    }
  },
)
