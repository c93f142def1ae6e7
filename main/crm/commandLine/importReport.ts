/** What `npm run crm -- import` says of a file before and after it is taken. Pure. */
import { toColumnUse } from '#contract/columnMapping'
import type { RowError } from '#contract/contactImport'
import { reasonWords } from '#main/crm/connectors/file/faultWords'
import type { FilePreview } from '#main/crm/connectors/file/previewFile'
import type { ImportCounts } from '#main/crm/sync/importFile'

/** What each column becomes, and the first rows as the cards they make. */
export function toPreviewLines(
  { kind, encoding, headings, mapping, rows }: FilePreview,
  country: string,
): string[] {
  const how = encoding === null ? kind : `${kind}, ${encoding}`
  const width = Math.max(...headings.map((heading) => heading.length))
  return [
    `Read as ${how}; national numbers as in ${country}.`,
    'Columns:',
    ...headings.map(
      (heading, at) => `  ${at + 1}  ${heading.padEnd(width)}  ${toColumnUse(mapping, heading)}`,
    ),
    mapping.personId === null ? 'A person is told from another by name and first number.' : '',
    'First rows:',
    ...rows.map((row) => ('error' in row ? `  ${toErrorLine(row.error)}` : `  ${toCardLine(row)}`)),
  ].filter((line) => line !== '')
}

function toCardLine({ line, card }: Exclude<FilePreview['rows'][number], { error: RowError }>): string {
  const extra = card.extra.value.map(({ name, value }) => `${name}: ${value}`)
  const notes = card.notes.value.map(({ text }) => `note: ${text.replaceAll('\n', ' / ')}`)
  const parts = [card.name, card.company ?? '', card.numbers.join(' '), ...extra, ...notes]
  return `row ${line}: ${parts.filter((part) => part !== '').join(' | ')}`
}

export function toErrorLine({ line, column, reason }: RowError): string {
  return `row ${line}${column === null ? '' : `, ${column}`}: refused: ${reasonWords[reason]}`
}

const mostLines = 20

/** The sum, and the first rows that were refused where they go into no file. */
export function toCountLines(counts: ImportCounts, withErrors: boolean): string[] {
  const { rows, added, replaced, same, kept, refused, errors } = counts
  const listed = withErrors ? errors.slice(0, mostLines).map((error) => `  ${toErrorLine(error)}`) : []
  const more =
    withErrors && refused > listed.length
      ? [`  and ${refused - listed.length} more; --errors FILE lists them`]
      : []
  return [
    `${rows} rows: ${added} people added, ${replaced} replaced, ${same} as they were, ${kept} kept because the desk has something newer, ${refused} refused.`,
    ...listed,
    ...more,
  ]
}
