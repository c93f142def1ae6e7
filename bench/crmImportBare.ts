/** The yardstick of the import: the same rows, ready made, in prepared inserts of many rows into the same schema. */
import { toFigure } from '#bench/benchmark'
import { contactAt } from '#bench/crmImportContacts'
import { toLastContactMs } from '#main/crm/cache/cardNotes'
import { toKey } from '#main/crm/cache/numberKey'
import { toSearchText } from '#main/crm/cache/searchText'
import { batchPeople } from '#main/crm/sync/syncRun'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { realClock } from '#tests/support/realClock'

export interface BareOptions {
  readonly path: string
  readonly key: Uint8Array
  readonly contacts: number
  readonly log: (line: string) => void
}

/** Rows to a statement: more gain nothing, and SQLite takes at most 32,766 values. */
const rowsAtOnce = 100

/** Contacts in a second. Only the statements are timed: making the rows is what the import has to do besides. */
export async function insertBare({ path, key, contacts, log }: BareOptions): Promise<number> {
  log(`Inserting the same ${contacts} contacts bare …`)
  const answer = openDatabase({
    path,
    key,
    kind: crmDatabase,
    clock: realClock,
    synchronous: 'normal',
    busyTimeoutMs: 0,
  })
  if (!answer.ok) throw new Error(answer.failure.code)
  const { database } = answer.value
  database.pragma('wal_autocheckpoint = 20000')
  const inserts = prepareInserts(database)
  let spentMs = 0
  for (let from = 0; from < contacts; from += batchPeople) {
    const rows = makeRows(from, Math.min(contacts, from + batchPeople))
    const beganAtMs = performance.now()
    database.transaction(() => inserts(rows)).immediate()
    spentMs += performance.now() - beganAtMs
  }
  closeDatabase(database)
  return toFigure(contacts / (spentMs / 1000))
}

type Value = string | number | null

interface Rows {
  readonly person: readonly (readonly Value[])[]
  readonly number: readonly (readonly Value[])[]
  readonly words: readonly (readonly Value[])[]
}

function makeRows(from: number, to: number): Rows {
  const person: Value[][] = []
  const number: Value[][] = []
  const words: Value[][] = []
  for (let at = from; at < to; at += 1) {
    const card = contactAt(at)
    const id = at + 1
    person.push([id, card.personId, JSON.stringify(card), null, toLastContactMs(card)])
    for (const each of card.numbers) number.push([toKey(each), id])
    const { name, note } = toSearchText(card)
    words.push([id, name, note])
  }
  return { person, number, words }
}

function prepareInserts(database: Database): (rows: Rows) => void {
  const into = (table: string, columns: number) => {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
    const prepare = (rows: number) =>
      database.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: rows }, () => row).join(', ')}`)
    const many = prepare(rowsAtOnce)
    const one = prepare(1)
    return (rows: readonly (readonly Value[])[]) => {
      let at = 0
      for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce)
        many.run(rows.slice(at, at + rowsAtOnce).flat())
      for (const rest of rows.slice(at)) one.run([...rest])
    }
  }
  const person = into('person (id, person_id, card, changed_at_ms, last_contact_ms)', 5)
  const number = into('number (reversed, person)', 2)
  const words = into('person_text (rowid, name, note)', 3)
  return (rows) => {
    person(rows.person)
    number(rows.number)
    words(rows.words)
  }
}
