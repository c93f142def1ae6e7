/** The writing statements on people of the CRM cache; every one runs inside the caller's transaction. */
import type { CallerCard, Note } from '#contract/callerCard'
import { cameBackWithinMs, mostNotes, type OwnNote, withNotes } from '#main/crm/cache/cardNotes'
import { prepareRows, rowsAtOnce } from '#main/crm/cache/manyRows'
import { toKey } from '#main/crm/cache/numberKey'
import { type PeopleIndex, preparePeopleIndex } from '#main/crm/cache/peopleIndex'
import { type PersonEntry, toPersonEntry } from '#main/crm/cache/personEntry'
import type { Database } from '#main/store/openDatabase'

/** `older`: the file has a newer stamp of the CRM's own, and keeps it. */
export type PutOutcome = 'new' | 'changed' | 'same' | 'older'

export interface PutAnswer {
  readonly outcome: PutOutcome
  /** The person's row. */
  readonly row: number
}

export interface PeopleFile {
  /** Adds or replaces a person, with the notes written at this desk. `changedAtMs` null: the CRM does not say. */
  put(card: CallerCard, changedAtMs?: number | null): PutAnswer
  /** The same for many, one after the other: answers in their order. */
  putAll(entries: readonly PersonEntry[]): PutAnswer[]
  /** Keeps a note, once, and shows it on the person's card if the person is there yet. */
  addNote(note: OwnNote): void
  /** Takes a person out, and leaves the desk's own notes of them; their numbers, null when they were not there. */
  remove(personId: string): readonly string[] | null
  /** Takes those notes out too. */
  dropNotes(personId: string): void
}

interface PersonRow {
  readonly id: number
  readonly card: string
  readonly changedAtMs: number | null
}

const columns = 'id, card, changed_at_ms AS changedAtMs'
const someOf = Array.from({ length: rowsAtOnce }, () => '?').join(', ')

/** Those among so many who are there, by a seek each. */
export const findSomeSql = `SELECT person_id AS personId, ${columns} FROM person WHERE person_id IN (${someOf})`

/** The end of the table, by one seek. */
export const newestSql = 'SELECT max(id) FROM person'

export function createPeopleFile(database: Database): PeopleFile {
  const find = database.prepare<[string], PersonRow>(`SELECT ${columns} FROM person WHERE person_id = ?`)
  const findSome = database.prepare<string[], PersonRow & { personId: string }>(findSomeSql)
  const newest = database.prepare<[], number | null>(newestSql).pluck()
  const insertRows = prepareRows(
    database,
    'INSERT OR IGNORE INTO person (id, person_id, card, changed_at_ms, last_contact_ms)',
    5,
  )
  const update = database.prepare(
    'UPDATE person SET card = ?, changed_at_ms = ?, last_contact_ms = ? WHERE id = ?',
  )
  const drop = database.prepare('DELETE FROM person WHERE id = ?')
  const notes = prepareNotes(database)
  const index = preparePeopleIndex(database)

  const replace = (before: PersonRow, after: PersonEntry): PutAnswer => {
    const { text, changedAtMs, lastContactMs } = after
    const row = before.id
    if (before.changedAtMs !== null && changedAtMs !== null && changedAtMs < before.changedAtMs)
      return { outcome: 'older', row }
    if (text === before.card && changedAtMs === before.changedAtMs) return { outcome: 'same', row }
    index.change(row, toKeys(before.card), after)
    update.run(text, changedAtMs, lastContactMs, row)
    return { outcome: 'changed', row }
  }

  const withOwnNotes = (entry: PersonEntry): PersonEntry => {
    const own = notes.of(entry.personId)
    if (own.length === 0) return entry
    const card = withNotes(JSON.parse(entry.text) as CallerCard, own, cameBackWithinMs)
    return toPersonEntry(card, entry.changedAtMs)
  }

  /** Those who are there, by their ids: asked at once where there are many. */
  const findAll = (entries: readonly PersonEntry[]): Map<string, PersonRow> => {
    const ids = entries.map(({ personId }) => personId)
    if (ids.length === rowsAtOnce) return new Map(findSome.all(...ids).map((row) => [row.personId, row]))
    return new Map(
      ids.flatMap((id) => {
        const row = find.get(id)
        return row === undefined ? [] : [[id, row] as const]
      }),
    )
  }

  /** At most `rowsAtOnce`. Most are new at a first load and none at the next: either way that is one insert. */
  const putSome = (entries: readonly PersonEntry[], fresh: Fresh): PutAnswer[] => {
    const first = (newest.get() ?? 0) + 1
    const rows = entries.map(({ personId, text, changedAtMs, lastContactMs }, at) => [
      ...[first + at, personId, text, changedAtMs, lastContactMs],
    ])
    const isAllNew = insertRows(rows) === entries.length
    const there = isAllNew ? null : findAll(entries)
    const isNew = (entry: PersonEntry, at: number) =>
      there === null || there.get(entry.personId)?.id === first + at
    fresh.add(entries.flatMap((entry, at) => (isNew(entry, at) ? [[first + at, entry] as const] : [])))
    return entries.map((entry, at) => {
      if (isNew(entry, at)) return { outcome: 'new', row: first + at }
      const before = there?.get(entry.personId)
      if (before === undefined) throw new Error('A person that could not be inserted is not there')
      // Who is replaced may have come in a moment ago.
      fresh.index()
      const answer = replace(before, entry)
      if (answer.outcome === 'changed')
        there?.set(entry.personId, { id: before.id, card: entry.text, changedAtMs: entry.changedAtMs })
      return answer
    })
  }

  const putAll = (entries: readonly PersonEntry[]): PutAnswer[] => {
    const fresh = createFresh(index)
    const answers: PutAnswer[] = []
    for (let at = 0; at < entries.length; at += rowsAtOnce)
      answers.push(...putSome(entries.slice(at, at + rowsAtOnce).map(withOwnNotes), fresh))
    fresh.index()
    return answers
  }

  return {
    put(card, changedAtMs = null) {
      const [answer] = putAll([toPersonEntry(card, changedAtMs)])
      if (answer === undefined) throw new Error('A person was put without an answer')
      return answer
    },
    putAll,
    addNote({ personId, ...note }) {
      notes.add(personId, note)
      const row = find.get(personId)
      if (row === undefined) return
      const card = withNotes(JSON.parse(row.card) as CallerCard, [note])
      replace(row, toPersonEntry(card, row.changedAtMs))
    },
    remove(personId) {
      const row = find.get(personId)
      if (row === undefined) return null
      const { numbers } = JSON.parse(row.card) as CallerCard
      index.drop(row.id, numbers.map(toKey))
      drop.run(row.id)
      return numbers
    },
    dropNotes: notes.drop,
  }
}

type Fresh = ReturnType<typeof createFresh>

/** People of this transaction who cannot be found yet: many are entered into the index at once. */
function createFresh(index: PeopleIndex) {
  let waiting: (readonly [row: number, entry: PersonEntry])[] = []
  return {
    add(people: readonly (readonly [row: number, entry: PersonEntry])[]) {
      waiting.push(...people)
    },
    index() {
      if (waiting.length > 0) index.addAll(waiting)
      waiting = []
    },
  }
}

function toKeys(card: string): string[] {
  return (JSON.parse(card) as CallerCard).numbers.map(toKey)
}

function prepareNotes(database: Database) {
  const of = database.prepare<[string], Note>(
    `SELECT at_ms AS atMs, author_name AS authorName, text FROM own_note
     WHERE person_id = ? ORDER BY at_ms DESC LIMIT ${mostNotes}`,
  )
  const add = database.prepare(
    'INSERT OR IGNORE INTO own_note (person_id, at_ms, author_name, text) VALUES (?, ?, ?, ?)',
  )
  const drop = database.prepare('DELETE FROM own_note WHERE person_id = ?')
  // Most of a book has no note of this desk, and a full load would seek for one a million times.
  const any = database.prepare('SELECT EXISTS (SELECT 1 FROM own_note)').pluck()
  let isEmpty = any.get() === 0
  return {
    of: (personId: string) => (isEmpty ? [] : of.all(personId)),
    add(personId: string, { atMs, authorName, text }: Note) {
      isEmpty = false
      add.run(personId, atMs, authorName, text)
    },
    drop(personId: string) {
      drop.run(personId)
    },
  }
}
