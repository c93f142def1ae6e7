/** The ring path seeks and never scans, and costs one statement for a known number. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallerCard } from '#contract/callerCard'
import { findCards } from '#main/crm/cache/cardLookup'
import {
  createCardStore,
  findExactSql,
  findPersonSql,
  findTailSql,
  findTextSql,
} from '#main/crm/cache/cardStore'
import { rowsAtOnce } from '#main/crm/cache/manyRows'
import { createPeopleFile, findSomeSql, newestSql } from '#main/crm/cache/peopleFile'
import { toPersonEntry } from '#main/crm/cache/personEntry'
import { readSyncMark } from '#main/crm/sync/syncFile'
import { unseenSql } from '#main/crm/sync/syncRun'
import { expiredSql, longestAgoSql } from '#main/crm/sync/tidyPeople'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { cardOf, key } from '#tests/main/crm/cacheBench'
import { createFakeClock } from '#tests/support/fakeClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let database: Database

beforeEach(() => {
  folder = createTempFolder()
  const path = folder.file('crm.db')
  const clock = createFakeClock()
  const answer = openDatabase({
    path,
    key,
    kind: crmDatabase,
    clock,
    synchronous: 'normal',
    busyTimeoutMs: 0,
  })
  if (!answer.ok) throw new Error(answer.failure.code)
  database = answer.value.database
})

afterEach(() => {
  closeDatabase(database)
  folder.remove()
})

const plan = (sql: string, ...values: string[]) =>
  database
    .prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map((row) => row.detail)

test('a number is found by two seeks of primary keys, whole or by its end', () => {
  expect(plan(findExactSql, 'a')).toEqual([
    'SEARCH number USING PRIMARY KEY (reversed=?)',
    'SEARCH person USING INTEGER PRIMARY KEY (rowid=?)',
  ])
  expect(plan(findTailSql, 'a', 'b')).toEqual([
    'SEARCH number USING PRIMARY KEY (reversed>? AND reversed<?)',
    'SEARCH person USING INTEGER PRIMARY KEY (rowid=?)',
  ])
})

test('a known number costs one statement; only an unknown one asks for its last digits', () => {
  const store = createCardStore(database)
  createPeopleFile(database).put(cardOf('a', ['+989121234567']))
  const asked: string[] = []
  const counted = {
    findExact(text: string) {
      asked.push('exact')
      return store.findExact(text)
    },
    findTail(text: string) {
      asked.push('tail')
      return store.findTail(text)
    },
  }
  const rules = { country: 'IR', lastDigits: 8 }
  expect(findCards(counted, '+989121234567', rules).kind).toBe('one')
  expect(findCards(counted, '09121234567', rules).kind).toBe('one')
  expect(asked).toEqual(['exact', 'exact'])
  findCards(counted, '+989121234568', rules)
  expect(asked.slice(2)).toEqual(['exact', 'tail'])
})

test('digits stored without a plus are not taken for an E.164 number that reads alike', () => {
  const store = createCardStore(database)
  createPeopleFile(database).put(cardOf('bare', ['989121234567']))
  expect(store.findExact('765432121989+')).toEqual([])
  expect(store.findTail('76543212')).toHaveLength(1)
})

test('what the writing thread looks for again and again is found without reading every person', () => {
  expect(plan(findPersonSql, 'a')).toEqual([
    'SEARCH person USING INDEX sqlite_autoindex_person_1 (person_id=?)',
  ])
  expect(plan(findSomeSql, ...Array.from({ length: rowsAtOnce }, () => 'a'))).toEqual([
    'SEARCH person USING INDEX sqlite_autoindex_person_1 (person_id=?)',
  ])
  // The end of the table, and not all of it: SQLite calls a search what stops at the first row.
  expect(plan(newestSql)).toEqual(['SEARCH person'])
  expect(plan(expiredSql, '1')).toEqual(['SEARCH person USING INDEX person_by_contact (last_contact_ms<?)'])
  expect(plan(longestAgoSql)).toEqual(['SEARCH person USING INDEX person_by_contact (last_contact_ms>?)'])
  const [unseen, seen] = plan(unseenSql, '0', '9')
  expect(unseen).toBe('SEARCH person USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)')
  expect(plan(unseenSql, '0', '9').join(' ')).toContain('SEARCH seen USING INTEGER PRIMARY KEY (rowid=?)')
  expect(seen).toBeDefined()
})

test('words are asked of the index, and people fetched by their row', () => {
  const [words, person] = plan(findTextSql, 'name : ("mi"*)', '5')
  // M: by MATCH, and not by reading the table.
  expect(words).toMatch(/^SCAN person_text VIRTUAL TABLE INDEX 0:M\d$/)
  expect(person).toBe('SEARCH person USING INTEGER PRIMARY KEY (rowid=?)')
})

test('a file of the version before keeps its people and the notes written at the desk', () => {
  closeDatabase(database)
  const path = folder.file('older.db')
  const request = { path, key, clock: createFakeClock(), synchronous: 'normal', busyTimeoutMs: 0 } as const
  const older = openDatabase({
    ...request,
    kind: { ...crmDatabase, migrations: crmDatabase.migrations.slice(0, 2) },
  })
  if (!older.ok) throw new Error(older.failure.code)
  const card = cardOf('a', ['+989121234567'])
  older.value.database.exec(`
    INSERT INTO person (person_id, card) VALUES ('a', '${JSON.stringify(card)}');
    INSERT INTO number (reversed, person) VALUES ('765432121989+', 1);
    INSERT INTO own_note (person_id, at_ms, author_name, text) VALUES ('a', 5, 'Sara', 'kept');
    INSERT INTO own_note (person_id, at_ms, author_name, text) VALUES ('a', 5, 'Sara', 'kept');
    INSERT INTO filling (only, source, taken, complete) VALUES (1, 'x', 1, 1)`)
  closeDatabase(older.value.database)
  const newer = openDatabase({ ...request, kind: crmDatabase })
  if (!newer.ok) throw new Error(newer.failure.code)
  database = newer.value.database
  expect(newer.value.setAside).toBeNull()
  expect(createCardStore(database).findExact('765432121989+')).toHaveLength(1)
  expect(database.prepare('SELECT text FROM own_note').pluck().all()).toEqual(['kept'])
  expect(readSyncMark(database)).toMatchObject({ complete: true, run: null })
  // The next load puts the person anew, with the note, and words to be found by.
  createPeopleFile(database).put(card)
  expect(createCardStore(database).findWords('note', ['kept'], 5)).toHaveLength(1)
})

test('many at once are put as one after the other would be: new, changed, the same, older, and named twice', () => {
  const file = createPeopleFile(database)
  const entry = (id: string, name: string, at: number | null = null) =>
    toPersonEntry(cardOf(id, [`+98912${String(1_000_000 + Number(id.slice(1)))}`], { name }), at)
  const first = Array.from({ length: 250 }, (_, at) => entry(`p${at}`, `Person ${at}`, 10))
  expect(file.putAll(first).map(({ outcome, row }) => [outcome, row])).toEqual(
    first.map((_, at) => ['new', at + 1]),
  )
  const second = [
    ...Array.from({ length: 98 }, (_, at) => entry(`p${at}`, `Person ${at}`, 10)),
    entry('p98', 'Renamed', 11),
    entry('p99', 'Of yesterday', 9),
    ...Array.from({ length: 98 }, (_, at) => entry(`p${1000 + at}`, 'Newcomer', 10)),
    // Who comes in and is named again in the same hundred is there once, as told last.
    entry('p1000', 'Renamed newcomer', 12),
    entry('p100', 'Renamed', 12),
  ]
  const outcomes = file.putAll(second).map(({ outcome }) => outcome)
  expect(outcomes).toEqual([
    ...Array(98).fill('same'),
    'changed',
    'older',
    ...Array(98).fill('new'),
    'changed',
    'changed',
  ])
  const count = (sql: string) => database.prepare(sql).pluck().get()
  expect(count('SELECT count(*) FROM person')).toBe(348)
  expect(count('SELECT count(*) FROM number')).toBe(348)
  const store = createCardStore(database)
  const named = (words: string[]) =>
    store.findWords('name', words, 500).map((card) => (JSON.parse(card) as CallerCard).personId)
  expect(named(['renamed'])).toEqual(['p98', 'p100', 'p1000'])
  expect(named(['newcomer'])).toHaveLength(98)
  expect(named(['yesterday'])).toEqual([])
  database.exec(`INSERT INTO person_text (person_text, rank) VALUES ('integrity-check', 0)`)
  for (const { personId } of first) file.remove(personId)
  for (let at = 0; at < 98; at += 1) file.remove(`p${1000 + at}`)
  expect([count('SELECT count(*) FROM person'), count('SELECT count(*) FROM number')]).toEqual([0, 0])
  expect(named(['newcomer'])).toEqual([])
})
