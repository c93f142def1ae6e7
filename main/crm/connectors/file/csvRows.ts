/** A CSV file as rows of people: headings first, then a row a person. */
import type { Delimiter, FileEncoding } from '#contract/contactImport'
import { createCsvParser, delimiters, guessDelimiter } from '#main/crm/connectors/file/csvParser'
import type { FileBytes } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type FileRow, type PeopleRows, toHeadings } from '#main/crm/connectors/file/fileRow'
import { readText, sampleBytes } from '#main/crm/connectors/file/fileText'

/** What spreadsheets write before the headings to say what stands between cells. */
const separatorLine = /^sep=(.)$/

/** `delimiter` null: guessed. Throws `FileRefusal` when there are no headings to go by. */
export async function readCsv(
  bytes: FileBytes,
  encoding: FileEncoding,
  delimiter: Delimiter | null,
): Promise<PeopleRows & { readonly delimiter: Delimiter }> {
  const sample = new TextDecoder(encoding).decode(bytes.begin(sampleBytes), { stream: true })
  const said = separatorLine.exec(sample.slice(0, 6).split(/[\r\n]/)[0] ?? '')?.[1]
  const known = delimiters.find((each) => each === said)
  const between = delimiter ?? known ?? guessDelimiter(sample.endsWith('\n') ? sample : `${sample}\n`)
  const rows = cutRows(bytes, encoding, between)
  let first = rows.next()
  if (!first.done && said !== undefined) first = rows.next()
  if (first.done) throw new FileRefusal('empty')
  const { line, cells, reason } = first.value
  if (reason === 'too-many-columns') throw new FileRefusal('too-many-columns', line)
  if (reason !== null) throw new FileRefusal('heading-too-long', line)
  return { headings: toHeadings(cells), rows: check(rows, cells.length), delimiter: between }
}

function* cutRows(bytes: FileBytes, encoding: FileEncoding, delimiter: Delimiter): Generator<FileRow> {
  const parser = createCsvParser(delimiter)
  for (const text of readText(bytes, encoding)) yield* parser.push(text)
  yield* parser.end()
}

/** A row that has more than the headings shifted its cells somewhere: nothing in it can be believed. */
async function* check(rows: Generator<FileRow>, columns: number): AsyncGenerator<FileRow> {
  for (const row of rows) {
    const isLonger = row.cells.length > columns && row.cells.slice(columns).some((cell) => cell.trim() !== '')
    if (row.reason === null && isLonger) yield { ...row, cells: [], reason: 'more-cells-than-headings' }
    else yield row
  }
}
