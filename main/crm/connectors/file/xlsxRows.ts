/** A sheet of an XLSX workbook (ECMA-376 part 1) as rows of people, read as it is unpacked. */
import { noDates, readDateCells } from '#main/crm/connectors/file/dateCells'
import type { FileBytes } from '#main/crm/connectors/file/fileBytes'
import {
  FileRefusal,
  type FileRow,
  mostColumns,
  type PeopleRows,
  toHeadings,
} from '#main/crm/connectors/file/fileRow'
import { createSheetParser, type SheetParser } from '#main/crm/connectors/file/sheetParser'
import { parseXml, type XmlEar } from '#main/crm/connectors/file/xmlEar'
import { openZip, type ZipParts } from '#main/crm/connectors/file/zipEntries'

/** Unpacked. A sheet of a million rows and ten columns takes about 500 MB; it is never in memory whole. */
const mostSheetBytes = 2 ** 31
/** Every different text of the workbook is in memory while it is read. */
const mostSharedBytes = 200 * 2 ** 20
const mostSharedLetters = 50_000_000
const mostOtherBytes = 4 * 2 ** 20

/** The first bytes of a ZIP archive, and of the files that spreadsheets of before 2007 and locked ones are. */
export const zipMark = Uint8Array.of(0x50, 0x4b, 0x03, 0x04)
export const oldMark = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)

/** `sheet` is its name or its place from 1; null for the first. Throws `FileRefusal`. */
export async function readXlsx(
  bytes: FileBytes,
  sheet: string | null,
): Promise<PeopleRows & { readonly sheets: readonly string[] }> {
  const zip = await openZip(bytes.whole())
  const { part, isFrom1904, sheets } = await findSheet(zip, sheet)
  const shared = zip.has('xl/sharedStrings.xml') ? await readSharedTexts(zip) : []
  const styles = 'xl/styles.xml'
  const dates = zip.has(styles) ? await readDateCells(zip.text(styles, mostOtherBytes), isFrom1904) : noDates
  const rows = readSheet(bytes, zip, part, createSheetParser(shared, dates, mostColumns))
  const first = await rows.next()
  if (first.done === true) throw new FileRefusal('empty')
  const { cells, reason, line } = first.value
  if (reason !== null) throw new FileRefusal('too-many-columns', line)
  return { headings: toHeadings(cells), rows: named(rows, cells.length), sheets }
}

/** Cells beyond the last heading have no name, and a column nobody named is not asked for. */
async function* named(rows: AsyncGenerator<FileRow>, columns: number): AsyncGenerator<FileRow> {
  for await (const row of rows) {
    if (row.cells.length > columns) yield { ...row, cells: row.cells.slice(0, columns) }
    else yield row
  }
}

async function* readSheet(
  bytes: FileBytes,
  zip: ZipParts,
  part: string,
  sheet: SheetParser,
): AsyncGenerator<FileRow> {
  for await (const _ of parseXml(zip.text(part, mostSheetBytes), sheet)) {
    bytes.checkSame()
    yield* sheet.take()
  }
  yield* sheet.take()
}

interface FoundSheet {
  /** The names of all, in the workbook's order. */
  readonly sheets: readonly string[]
  readonly part: string
  /** Section 18.2.28: days are counted from 1904 instead of 1900. */
  readonly isFrom1904: boolean
}

/** The part of the sheet, by `workbook.xml` and what its relations say. */
async function findSheet(zip: ZipParts, wanted: string | null): Promise<FoundSheet> {
  const sheets: { readonly name: string; readonly id: string }[] = []
  const targets = new Map<string, string>()
  let isFrom1904 = false
  await listen(zip, 'xl/workbook.xml', (name, attributes) => {
    const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
    if (name === 'workbookPr') isFrom1904 = /^(?:1|true|on)$/.test(attributes.date1904 ?? '')
    if (name === 'sheet') sheets.push({ name: attributes.name ?? '', id: id ?? '' })
  })
  await listen(zip, 'xl/_rels/workbook.xml.rels', (name, { Id, Target }) => {
    if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target)
  })
  const found =
    wanted === null ? sheets[0] : (sheets.find(({ name }) => name === wanted) ?? sheets[Number(wanted) - 1])
  if (found === undefined) throw new FileRefusal('no-such-sheet')
  const target = targets.get(found.id) ?? ''
  const names = sheets.map(({ name }) => name)
  return { part: target.startsWith('/') ? target.slice(1) : `xl/${target}`, isFrom1904, sheets: names }
}

async function listen(zip: ZipParts, part: string, open: XmlEar['open']): Promise<void> {
  const ear: XmlEar = { open, text: () => undefined, close: () => undefined }
  for await (const _ of parseXml(zip.text(part, mostOtherBytes), ear));
}

/** Section 18.4: a text each, in one piece or in runs; how it is spoken (`rPh`) is left out. */
async function readSharedTexts(zip: ZipParts): Promise<string[]> {
  const texts: string[] = []
  let [text, isText, spoken, letters] = ['', false, 0, 0]
  const ear: XmlEar = {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') spoken += 1
      isText = name === 't'
    },
    text(more) {
      if (isText && spoken === 0) text += more
    },
    close(name) {
      isText = false
      if (name === 'rPh') spoken -= 1
      if (name !== 'si') return
      letters += text.length
      if (letters > mostSharedLetters) throw new FileRefusal('too-large')
      texts.push(text)
    },
  }
  for await (const _ of parseXml(zip.text('xl/sharedStrings.xml', mostSharedBytes), ear));
  return texts
}
