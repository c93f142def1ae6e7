/** The writing statements on people of the CRM cache; every one runs inside the caller's transaction. */
import type { CallerCard, Note } from '#contract/callerCard'
import {
  cameBackWithinMs,
  mostNotes,
  type OwnNote,
  toLastContactMs,
  withNotes,
} from '#main/crm/cache/cardNotes'
import { toKey } from '#main/crm/cache/numberKey'
import { toSearchText } from '#main/crm/cache/searchText'
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

export function createPeopleFile(database: Database): PeopleFile {
  const find = database.prepare<[string], PersonRow>(
    'SELECT id, card, changed_at_ms AS changedAtMs FROM person WHERE person_id = ?',
  )
  const insert = database.prepare(
    'INSERT OR IGNORE INTO person (person_id, card, changed_at_ms, last_contact_ms) VALUES (?, ?, ?, ?)',
  )
  const update = database.prepare(
    'UPDATE person SET card = ?, changed_at_ms = ?, last_contact_ms = ? WHERE id = ?',
  )
  const drop = database.prepare('DELETE FROM person WHERE id = ?')
  const notes = prepareNotes(database)
  const index = prepareIndex(database)

  const replace = (row: PersonRow, card: CallerCard, changedAtMs: number | null): PutOutcome => {
    if (row.changedAtMs !== null && changedAtMs !== null && changedAtMs < row.changedAtMs) return 'older'
    const text = JSON.stringify(card)
    if (text === row.card && changedAtMs === row.changedAtMs) return 'same'
    index.change(row.id, JSON.parse(row.card) as CallerCard, card)
    update.run(text, changedAtMs, toLastContactMs(card), row.id)
    return 'changed'
  }

  return {
    put(fresh, changedAtMs = null) {
      const card = withNotes(fresh, notes.of(fresh.personId), cameBackWithinMs)
      const inserted = insert.run(card.personId, JSON.stringify(card), changedAtMs, toLastContactMs(card))
      if (inserted.changes === 1) {
        const row = Number(inserted.lastInsertRowid)
        index.add(row, card)
        return { outcome: 'new', row }
      }
      const row = find.get(card.personId)
      if (row === undefined) throw new Error('A person that could not be inserted is not there')
      return { outcome: replace(row, card, changedAtMs), row: row.id }
    },
    addNote({ personId, ...note }) {
      notes.add(personId, note)
      const row = find.get(personId)
      if (row !== undefined)
        replace(row, withNotes(JSON.parse(row.card) as CallerCard, [note]), row.changedAtMs)
    },
    remove(personId) {
      const row = find.get(personId)
      if (row === undefined) return null
      const card = JSON.parse(row.card) as CallerCard
      index.drop(row.id, card)
      drop.run(row.id)
      return card.numbers
    },
    dropNotes: notes.drop,
  }
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

/** How people are found: by number and by words. What did not change is not written. */
function prepareIndex(database: Database) {
  const addNumber = database.prepare('INSERT OR IGNORE INTO number (reversed, person) VALUES (?, ?)')
  const dropNumber = database.prepare('DELETE FROM number WHERE reversed = ? AND person = ?')
  const addText = database.prepare('INSERT INTO person_text (rowid, name, note) VALUES (?, ?, ?)')
  const dropText = database.prepare('DELETE FROM person_text WHERE rowid = ?')
  const addWords = (row: number, card: CallerCard): void => {
    const { name, note } = toSearchText(card)
    addText.run(row, name, note)
  }
  return {
    add(row: number, card: CallerCard) {
      for (const number of card.numbers) addNumber.run(toKey(number), row)
      addWords(row, card)
    },
    change(row: number, before: CallerCard, after: CallerCard) {
      for (const number of before.numbers)
        if (!after.numbers.includes(number)) dropNumber.run(toKey(number), row)
      for (const number of after.numbers)
        if (!before.numbers.includes(number)) addNumber.run(toKey(number), row)
      // Also after a new version of the program, whose words may be others: the row is written anew at each change.
      dropText.run(row)
      addWords(row, after)
    },
    drop(row: number, card: CallerCard) {
      for (const number of card.numbers) dropNumber.run(toKey(number), row)
      dropText.run(row)
    },
  }
}
