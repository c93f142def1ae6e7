/** The ring path seeks and never scans, and costs one statement for a known number. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCards } from '#main/crm/cache/cardLookup'
import { createCardStore, findExactSql, findTailSql } from '#main/crm/cache/cardStore'
import { createPeopleFile } from '#main/crm/cache/peopleFile'
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
