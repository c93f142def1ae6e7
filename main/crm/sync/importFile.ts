/** Takes the people of a file into the cache, a transaction for each few hundred rows, and takes them out again. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ColumnMapping } from '#contract/columnMapping'
import { type FileFault, type FileForm, mostErrors, type RowError } from '#contract/contactImport'
import type { PeopleFile } from '#main/crm/cache/peopleFile'
import type { PersonEntry } from '#main/crm/cache/personEntry'
import { findMissing } from '#main/crm/connectors/file/columnMapping'
import type { HeldFile } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type FileRow } from '#main/crm/connectors/file/fileRow'
import { type OpenPeopleRows, openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import { createRowReader, type RowCard } from '#main/crm/connectors/file/rowCard'
import type { Intake, Taken } from '#main/crm/sync/intake'
import type { Database } from '#main/store/openDatabase'

export interface ImportOrder {
  /** Absolute; the name alone of one that is held. */
  readonly path: string
  /** Where its bytes are in memory and not on this disk. */
  readonly held?: HeldFile
  readonly form: FileForm
  readonly mapping: ColumnMapping
}

export interface ImportProgress {
  readonly rows: number
  /** 0–1: of the file's bytes; null for a workbook, whose rows are counted only. */
  readonly part: number | null
}

export interface ImportCounts {
  /** Rows that were looked at, blank ones not among them. */
  readonly rows: number
  /** People of this file who were not there before: those that undoing removes. */
  readonly added: number
  readonly replaced: number
  /** The same as they were. */
  readonly same: number
  /** The desk has something newer of them than the file. */
  readonly kept: number
  readonly refused: number
  /** The first `mostErrors` of those refused. */
  readonly errors: readonly RowError[]
}

export type ImportOutcome =
  | ({ readonly kind: 'done' } & ImportCounts)
  /** Cancelled: what was taken stays; the same file goes on under the same import. */
  | ({ readonly kind: 'stopped' } & ImportCounts)
  /** From `line` on the file cannot be read; what was taken before stays. */
  | ({ readonly kind: 'problem'; readonly fault: FileFault; readonly line: number | null } & ImportCounts)
  /** Nothing was begun: the mapping names a column the file does not have. */
  | { readonly kind: 'no-column'; readonly column: string }

export interface ImportTools {
  readonly database: Database
  readonly people: PeopleFile
  readonly intake: Intake
  /** ISO 3166 alpha-2. */
  readonly country: string
  readonly nowMs: () => number
  readonly signal: AbortSignal
  onProgress(progress: ImportProgress): void
}

/**
 * Rows to a transaction, and letters of them in memory: numbers fall on random pages of the file, and each is encrypted
 * once for a transaction. Notes and refreshes wait for the one that lasts.
 */
const batchRows = 2000
const batchLetters = 4_000_000

/** Throws what SQLite throws: the batches before are kept. Importing a file twice takes nobody twice. */
export async function importFile(order: ImportOrder, tools: ImportTools): Promise<ImportOutcome> {
  const book = createBook(tools)
  let file: OpenPeopleRows
  try {
    file = await openPeopleRows(order.path, order.form, order.held)
  } catch (error) {
    return book.toProblem(error)
  }
  try {
    const column = findMissing(order.mapping, file.headings)
    if (column !== null) return { kind: 'no-column', column }
    book.begin(order, file)
    return await takeRows(order, file, tools, book)
  } finally {
    file.bytes.close()
  }
}

async function takeRows(
  { path, mapping }: ImportOrder,
  file: OpenPeopleRows,
  { country, signal, onProgress }: ImportTools,
  book: ReturnType<typeof createBook>,
): Promise<ImportOutcome> {
  const { bytes, headings } = file
  const { modifiedAtMs } = bytes
  const readRow = createRowReader({ headings, mapping, country, fileName: basename(path), modifiedAtMs })
  const take = (rows: readonly FileRow[]): void => {
    book.take(rows.map(readRow))
    const part = file.kind === 'xlsx' ? null : bytes.readBytes / bytes.size
    onProgress({ rows: book.rows, part })
  }
  let waiting: FileRow[] = []
  let letters = 0
  try {
    for await (const row of file.rows) {
      letters += row.cells.reduce((sum, cell) => sum + cell.length, 0)
      if (waiting.push(row) < batchRows && letters < batchLetters) continue
      // Before the rows are let in: those of a file that changed are of no one file.
      bytes.checkSame()
      take(waiting)
      waiting = []
      letters = 0
      await nextTurn()
      if (signal.aborted) return { kind: 'stopped', ...book.counts() }
    }
  } catch (error) {
    if (error instanceof FileRefusal && error.fault !== 'changed') take(waiting)
    return book.toProblem(error)
  }
  take(waiting)
  book.end()
  return { kind: 'done', ...book.counts() }
}

/** What is counted, and the import as it stands in the database. */
function createBook({ database, intake, nowMs }: ImportTools) {
  let id: number | bigint | null = null
  let rows = 0
  const counts = { replaced: 0, same: 0, kept: 0, refused: 0 }
  const errors: RowError[] = []
  const mark = database.prepare('INSERT OR IGNORE INTO imported (person, import) VALUES (?, ?)')

  const refuse = (error: RowError): void => {
    counts.refused += 1
    if (errors.length < mostErrors) errors.push(error)
  }

  const count = (line: number, { outcome, row }: Taken): void => {
    if (outcome === 'new') mark.run(row, id)
    else if (outcome === 'changed') counts.replaced += 1
    else if (outcome === 'same') counts.same += 1
    else if (outcome === 'older') counts.kept += 1
    else refuse({ line, column: null, reason: outcome === 'refused' ? 'no-card' : outcome })
  }

  const takeAll = database.transaction(
    (cards: readonly Extract<RowCard, { card: unknown }>[], people: readonly (PersonEntry | null)[]) => {
      intake.takeAll(people, 'file').forEach((taken, at) => {
        count(cards[at]?.line ?? 0, taken)
      })
    },
  ).immediate

  const countAdded = (): number => (id === null ? 0 : countImported(database, id))

  return {
    get rows() {
      return rows
    },
    begin(order: ImportOrder, file: OpenPeopleRows) {
      const fileMark = toFileMark(order, file)
      const last = readLastImport(database)
      if (last !== null && last.endedAtMs === null && last.fileMark === fileMark) {
        id = last.id
        return
      }
      id = database
        .prepare('INSERT INTO import (file_name, file_mark, begun_at_ms) VALUES (?, ?, ?)')
        .run(basename(order.path), fileMark, nowMs()).lastInsertRowid
    },
    take(cards: readonly RowCard[]) {
      for (const each of cards) if ('error' in each) refuse(each.error)
      const people = cards.filter((each) => 'card' in each)
      takeAll(
        people,
        people.map(({ card }) => intake.read(card)),
      )
      rows += cards.length
    },
    end() {
      database.prepare('UPDATE import SET ended_at_ms = ? WHERE id = ?').run(nowMs(), id)
    },
    counts: (): ImportCounts => ({ rows, added: countAdded(), ...counts, errors }),
    /** Throws a surprise on. */
    toProblem(error: unknown): ImportOutcome {
      if (!(error instanceof FileRefusal)) throw error
      return { kind: 'problem', fault: error.fault, line: error.line, ...this.counts() }
    },
  }
}

function toFileMark({ path, form, mapping }: ImportOrder, { bytes }: OpenPeopleRows): string {
  const facts = [path, bytes.size, bytes.modifiedAtMs, form, mapping]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

export interface LastImport {
  readonly id: number
  readonly fileName: string
  readonly fileMark: string
  readonly begunAtMs: number
  /** null for one that was interrupted. */
  readonly endedAtMs: number | null
}

/** How many people came by it and were not named by the CRM since. */
export function countImported(database: Database, importId: number | bigint): number {
  const count = 'SELECT count(*) FROM imported WHERE import = ?'
  return database.prepare<[number | bigint], number>(count).pluck().get(importId) ?? 0
}

/** null when nothing was imported, or all was undone. */
export function readLastImport(database: Database): LastImport | null {
  const row = database
    .prepare<[], LastImport>(
      `SELECT id, file_name AS fileName, file_mark AS fileMark, begun_at_ms AS begunAtMs, ended_at_ms AS endedAtMs
       FROM import ORDER BY id DESC LIMIT 1`,
    )
    .get()
  return row ?? null
}

export interface UndoneImport {
  readonly fileName: string
  readonly begunAtMs: number
  readonly removed: number
}

const removedAtOnce = 500

/**
 * Removes whom the last import added and the CRM has not named since; whom it replaced stays as the file had them. Notes
 * written at this desk are kept for when the person comes back. null when there is no import to undo; interrupted, it is
 * gone on with by the next call.
 */
export async function undoImport(
  { database, people }: Pick<ImportTools, 'database' | 'people'>,
  signal: AbortSignal,
): Promise<UndoneImport | null> {
  const last = readLastImport(database)
  if (last === null) return null
  const some = database
    .prepare<[number], string>(
      `SELECT person.person_id FROM imported JOIN person ON person.id = imported.person
       WHERE imported.import = ? LIMIT ${removedAtOnce}`,
    )
    .pluck()
  const removeSome = database.transaction(() => {
    const ids = some.all(last.id)
    for (const personId of ids) people.remove(personId)
    if (ids.length === 0) database.prepare('DELETE FROM import WHERE id = ?').run(last.id)
    return ids.length
  }).immediate
  let removed = 0
  for (let count = -1; count !== 0 && !signal.aborted; removed += count) {
    count = removeSome()
    await nextTurn()
  }
  return { fileName: last.fileName, begunAtMs: last.begunAtMs, removed }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
