/** Looks at the beginning of a file of people: its headings, what they were taken for, and the first rows as cards. */
import { basename } from 'node:path'
import type { CallerCard } from '#contract/callerCard'
import type { ColumnMapping } from '#contract/columnMapping'
import type { FileFault, FileForm, FileLook, RowError } from '#contract/contactImport'
import { toLine, toStoredCard } from '#main/crm/cache/importedCard'
import { findMissing } from '#main/crm/connectors/file/columnMapping'
import type { HeldFile } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type FileRow } from '#main/crm/connectors/file/fileRow'
import { type OpenPeopleRows, openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import { createRowReader } from '#main/crm/connectors/file/rowCard'

export interface FilePreview extends Omit<FileLook, 'rows'> {
  /** In the file's order. */
  readonly rows: PreviewRow[]
}

export type PreviewRow = { readonly line: number; readonly card: CallerCard } | { readonly error: RowError }

export type PreviewAnswer =
  | { readonly ok: true; readonly value: FilePreview }
  | { readonly ok: false; readonly fault: FileFault; readonly line: number | null }
  | { readonly ok: false; readonly fault: 'no-column'; readonly column: string }
  /** What a person said of the columns cannot be understood: a sentence. */
  | { readonly ok: false; readonly fault: 'mapping'; readonly detail: string }

export const previewRows = 20

export interface PreviewOrder {
  /** As of an `ImportOrder`. */
  readonly path: string
  readonly held?: HeldFile
  readonly form: FileForm
}

/** `map` says which column is what, or why it cannot be said, once the headings and what stands under them are known. */
export async function previewFile(
  order: PreviewOrder,
  country: string,
  map: (headings: readonly string[], samples: readonly string[]) => ColumnMapping | string,
): Promise<PreviewAnswer> {
  try {
    const file = await openPeopleRows(order.path, order.form, order.held)
    try {
      const first = await readFirst(file)
      const samples = file.headings.map((_, at) => toSample(first, at))
      const mapping = map(file.headings, samples)
      if (typeof mapping === 'string') return { ok: false, fault: 'mapping', detail: mapping }
      const column = findMissing(mapping, file.headings)
      if (column !== null) return { ok: false, fault: 'no-column', column }
      const { kind, encoding, delimiter } = file
      const rows = toPreview(first, file, basename(order.path), mapping, country)
      const sheets = file.sheets.slice(0, mostSheets).map((each) => each.slice(0, longestSheet))
      const headings = [...file.headings]
      return { ok: true, value: { kind, encoding, delimiter, sheets, headings, samples, mapping, rows } }
    } finally {
      file.bytes.close()
    }
  } catch (error) {
    if (error instanceof FileRefusal) return { ok: false, fault: error.fault, line: error.line }
    throw error
  }
}

/** As the contract's. */
const mostSheets = 200
const longestSheet = 200
const longestSample = 80

async function readFirst({ rows }: OpenPeopleRows): Promise<FileRow[]> {
  const first: FileRow[] = []
  for await (const row of rows) {
    first.push(row)
    if (first.length === previewRows) break
  }
  return first
}

/** Where a column first says something, cut to a line; empty where it never does. */
function toSample(first: readonly FileRow[], at: number): string {
  const said = first.map(({ cells }) => cells[at] ?? '').find((cell) => cell.trim() !== '')
  return toLine(said ?? '', longestSample)
}

function toPreview(
  first: readonly FileRow[],
  { headings, bytes }: OpenPeopleRows,
  fileName: string,
  mapping: ColumnMapping,
  country: string,
): PreviewRow[] {
  const readRow = createRowReader({ headings, mapping, country, fileName, modifiedAtMs: bytes.modifiedAtMs })
  return first.map((row) => {
    const read = readRow(row)
    if ('error' in read) return read
    const card = toStoredCard(read.card.card, country)
    const refused = { line: row.line, column: null, reason: 'no-card' } as const
    return card === null ? { error: refused } : { line: row.line, card }
  })
}
