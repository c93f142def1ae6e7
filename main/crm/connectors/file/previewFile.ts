/** Looks at the beginning of a file of people: its headings, what they were taken for, and the first rows as cards. */
import { basename } from 'node:path'
import type { CallerCard } from '#contract/callerCard'
import { toStoredCard } from '#main/crm/cache/importedCard'
import { type ColumnMapping, findMissing } from '#main/crm/connectors/file/columnMapping'
import { type FileFault, FileRefusal } from '#main/crm/connectors/file/fileRow'
import type { FileEncoding } from '#main/crm/connectors/file/fileText'
import { type FileForm, type OpenPeopleRows, openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import { createRowReader, type RowError } from '#main/crm/connectors/file/rowCard'

export interface FilePreview {
  readonly kind: 'csv' | 'vcard' | 'xlsx'
  readonly encoding: FileEncoding | null
  readonly headings: readonly string[]
  readonly mapping: ColumnMapping
  /** In the file's order. */
  readonly rows: readonly PreviewRow[]
}

export type PreviewRow = { readonly line: number; readonly card: CallerCard } | { readonly error: RowError }

export type PreviewAnswer =
  | { readonly ok: true; readonly value: FilePreview }
  | { readonly ok: false; readonly fault: FileFault; readonly line: number | null }
  | { readonly ok: false; readonly fault: 'no-column'; readonly column: string }
  /** What a person said of the columns cannot be understood: a sentence. */
  | { readonly ok: false; readonly fault: 'mapping'; readonly detail: string }

export const previewRows = 20

/** `map` says which column is what, or why it cannot be said, once the headings are known. */
export async function previewFile(
  path: string,
  form: FileForm,
  country: string,
  map: (headings: readonly string[]) => ColumnMapping | string,
): Promise<PreviewAnswer> {
  try {
    const file = await openPeopleRows(path, form)
    try {
      const mapping = map(file.headings)
      if (typeof mapping === 'string') return { ok: false, fault: 'mapping', detail: mapping }
      const column = findMissing(mapping, file.headings)
      if (column !== null) return { ok: false, fault: 'no-column', column }
      const rows = await readFirst(file, basename(path), mapping, country)
      const { kind, encoding, headings } = file
      return { ok: true, value: { kind, encoding, headings, mapping, rows } }
    } finally {
      file.bytes.close()
    }
  } catch (error) {
    if (error instanceof FileRefusal) return { ok: false, fault: error.fault, line: error.line }
    throw error
  }
}

async function readFirst(
  { headings, rows, bytes }: OpenPeopleRows,
  fileName: string,
  mapping: ColumnMapping,
  country: string,
): Promise<PreviewRow[]> {
  const readRow = createRowReader({ headings, mapping, country, fileName, modifiedAtMs: bytes.modifiedAtMs })
  const first: PreviewRow[] = []
  for await (const row of rows) {
    const read = readRow(row)
    if ('error' in read) first.push(read)
    else {
      const card = toStoredCard(read.card.card, country)
      const refused = { line: row.line, column: null, reason: 'no-card' } as const
      first.push(card === null ? { error: refused } : { line: row.line, card })
    }
    if (first.length === previewRows) break
  }
  return first
}
