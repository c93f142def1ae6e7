/** The statements on the CRM cache's file: finding cards, putting cards and notes, and how far it is filled. */
import type { CallerCard, Note } from '#contract/callerCard'
import { toKey } from '#main/crm/cache/numberKey'
import { foldText } from '#main/desk/foldText'
import type { Database } from '#main/store/openDatabase'

/** Most people shown for one number: a switchboard's number belongs to everyone behind it. */
export const mostMatches = 12

/** Two seeks: the number, then the person's row that holds the whole card. CROSS JOIN keeps them in that order. */
export const findExactSql = `
SELECT person.card FROM number CROSS JOIN person ON person.id = number.person
WHERE number.reversed = ? LIMIT ${mostMatches}`

/** A range of the same index; `:` is the character after 9, and `+` comes before 0. */
export const findTailSql = `
SELECT person.card FROM number CROSS JOIN person ON person.id = number.person
WHERE number.reversed >= ? AND number.reversed < ? LIMIT ${mostMatches}`

/** In the order of the book: ranking would read every match, and a common name has thousands. */
export const findNamesSql = `
SELECT person.card FROM person_name CROSS JOIN person ON person.id = person_name.rowid
WHERE person_name MATCH ? LIMIT ?`

/** Where a fill stands: what source, how many of its cards were taken, whether that was all. */
export interface Filling {
  readonly source: string
  readonly taken: number
  readonly complete: boolean
}

export interface OwnNote extends Note {
  readonly personId: string
}

export interface CardStore {
  /** Cards as JSON text. */
  findExact(key: string): string[]
  findTail(tailKey: string): string[]
  /** Cards as JSON text of people every word of `text` begins a word of; none for a text without a letter or digit. */
  findNames(text: string, most: number): string[]
  /** Adds or replaces a person, with the notes written at this desk. Inside the caller's transaction. */
  put(card: CallerCard): void
  /** Keeps a note and shows it on the person's card, if the person is there yet. One transaction for all. */
  addNotes(notes: readonly OwnNote[]): void
  readFilling(): Filling | null
  writeFilling(filling: Filling): void
  /** Removes every person, and keeps the desk's own notes. */
  clear(): void
}

/** As many notes as the door lets in. */
const mostNotes = 100

export function createCardStore(database: Database): CardStore {
  const exact = database.prepare<[string], string>(findExactSql).pluck()
  const tail = database.prepare<[string, string], string>(findTailSql).pluck()
  const names = database.prepare<[string, number], string>(findNamesSql).pluck()
  const fill = prepareFilling(database)
  const people = preparePeople(database)
  const insertNote = database.prepare(
    'INSERT INTO own_note (person_id, at_ms, author_name, text) VALUES (?, ?, ?, ?)',
  )
  return {
    findExact: (key) => exact.all(key),
    findTail: (tailKey) => tail.all(tailKey, `${tailKey}:`),
    findNames(text, most) {
      const match = toNameMatch(text)
      return match === null ? [] : names.all(match, most)
    },
    put: people.put,
    addNotes: database.transaction((notes: readonly OwnNote[]) => {
      for (const { personId, atMs, authorName, text } of notes) {
        insertNote.run(personId, atMs, authorName, text)
        people.addNote(personId, { atMs, authorName, text })
      }
    }).immediate,
    ...fill,
    clear: database.transaction(() => {
      database.exec(`DELETE FROM number; DELETE FROM person; DELETE FROM filling;
        INSERT INTO person_name (person_name) VALUES ('delete-all')`)
    }).immediate,
  }
}

interface PersonRow {
  readonly id: number
  readonly card: string
}

function preparePeople(database: Database) {
  const find = database.prepare<[string], PersonRow>('SELECT id, card FROM person WHERE person_id = ?')
  const insert = database.prepare<[string, string]>(
    'INSERT OR IGNORE INTO person (person_id, card) VALUES (?, ?)',
  )
  const update = database.prepare<[string, number]>('UPDATE person SET card = ? WHERE id = ?')
  const addNumber = database.prepare('INSERT OR IGNORE INTO number (reversed, person) VALUES (?, ?)')
  const dropNumber = database.prepare('DELETE FROM number WHERE reversed = ? AND person = ?')
  const addName = database.prepare('INSERT INTO person_name (rowid, name) VALUES (?, ?)')
  const dropName = database.prepare('DELETE FROM person_name WHERE rowid = ?')
  const ownNotes = database.prepare<[string], Note>(
    `SELECT at_ms AS atMs, author_name AS authorName, text FROM own_note
     WHERE person_id = ? ORDER BY at_ms DESC LIMIT ${mostNotes}`,
  )

  const replace = (card: CallerCard, text: string): number => {
    const row = find.get(card.personId)
    if (row === undefined) throw new Error('A person that could not be inserted is not there')
    for (const number of (JSON.parse(row.card) as CallerCard).numbers) dropNumber.run(toKey(number), row.id)
    dropName.run(row.id)
    update.run(text, row.id)
    return row.id
  }

  return {
    put(card: CallerCard): void {
      const text = JSON.stringify(withNotes(card, ownNotes.all(card.personId)))
      const inserted = insert.run(card.personId, text)
      const id = inserted.changes === 1 ? inserted.lastInsertRowid : replace(card, text)
      for (const number of card.numbers) addNumber.run(toKey(number), id)
      addName.run(id, toNameText(card))
    },
    addNote(personId: string, note: Note): void {
      const row = find.get(personId)
      if (row === undefined) return
      update.run(JSON.stringify(withNotes(JSON.parse(row.card) as CallerCard, [note])), row.id)
    },
  }
}

function prepareFilling(database: Database): Pick<CardStore, 'readFilling' | 'writeFilling'> {
  const read = database.prepare<[], { source: string; taken: number; complete: number }>(
    'SELECT source, taken, complete FROM filling',
  )
  const write = database.prepare(
    `INSERT INTO filling (only, source, taken, complete) VALUES (1, ?, ?, ?)
     ON CONFLICT (only) DO UPDATE SET
       source = excluded.source, taken = excluded.taken, complete = excluded.complete`,
  )
  return {
    readFilling() {
      const row = read.get()
      return row === undefined ? null : { ...row, complete: row.complete === 1 }
    },
    writeFilling({ source, taken, complete }) {
      write.run(source, taken, complete ? 1 : 0)
    },
  }
}

function toNameText({ name, company }: CallerCard): string {
  return foldText(`${name} ${company ?? ''}`)
}

/** Pure: the beginnings of words as FTS5 is asked for them (`"mi"* "ra"*`); null where there is no word. */
export function toNameMatch(text: string): string | null {
  const words = foldText(text)
    .split(/[ +*#]+/)
    .filter((word) => word !== '')
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' ')
}

/** Pure: the card with these notes among its own, newest first. The block is as fresh as its newest note. */
export function withNotes(card: CallerCard, added: readonly Note[]): CallerCard {
  if (added.length === 0) return card
  const value = [...added, ...card.notes.value].toSorted((a, b) => b.atMs - a.atMs).slice(0, mostNotes)
  const asOfMs = Math.max(card.notes.asOfMs ?? 0, ...added.map((note) => note.atMs))
  return { ...card, notes: { asOfMs, value } }
}
