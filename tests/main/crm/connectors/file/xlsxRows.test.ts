/** Workbooks: what spreadsheet programs store is read, nothing is evaluated, and bombs do not go off. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cellsOf, createPeopleFiles, type PeopleFiles } from '#tests/main/crm/connectors/file/peopleFiles'
import { toRow, toWorkbookParts, zip } from '#tests/main/crm/connectors/file/workbook'

let files: PeopleFiles

beforeEach(() => {
  files = createPeopleFiles()
})
afterEach(() => files.folder.remove())

const read = (content: Uint8Array, form = {}) => {
  files.write('people.xlsx', content)
  return files.read('people.xlsx', form)
}
const heading = toRow(1, ['Name', 'Phone', 'Note'])

test('shared texts with runs and marks, numbers with all their digits, gaps, empty rows, and the row as the sheet counts it', async () => {
  const data =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>' +
    '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>9.89121234567E11</v></c></row><row r="3"/>' +
    '<row r="7"><c r="A7" t="inlineStr"><is><t>Ada &amp; Bob</t></is></c><c r="C7" t="b"><v>1</v></c><c r="D7"><v>5</v></c></row>'
  const shared = [
    '<t>نام</t>',
    '<t>Phone</t>',
    '<t>Note</t>',
    '<r><t>علی</t></r><r><t xml:space="preserve"> رضایی</t></r><rPh><t>x</t></rPh>',
  ]
  const file = await read(zip(toWorkbookParts({ People: data }, shared)))
  expect(file).toEqual({
    kind: 'xlsx',
    encoding: null,
    headings: ['نام', 'Phone', 'Note'],
    rows: [
      { line: 2, cells: ['علی رضایی', '989121234567'], reason: null },
      { line: 7, cells: ['Ada & Bob', '', '1'], reason: null },
    ],
  })
})

test('of a formula the stored value is read, of a broken one nothing, and a text that looks like one is a text', async () => {
  const data = `${heading}<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x","a")</f><v>Ada</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>${toRow(3, ['=1+1', '+98912', '@SUM(A1)'])}`
  expect(cellsOf(await read(zip(toWorkbookParts({ S: data }))))).toEqual([
    ['Ada', '2', ''],
    ['=1+1', '+98912', '@SUM(A1)'],
  ])
})

test('numbers that are shown as dates are dates, in the file’s own count of days', async () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/mm/dd"/><numFmt numFmtId="165" formatCode="0.0&quot;days&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>'
  const data = `${heading}<row r="2"><c s="1"><v>32995</v></c><c s="2"><v>46349.604166666664</v></c><c s="3"><v>5</v></c></row>`
  const parts = [...toWorkbookParts({ S: data }), { name: 'xl/styles.xml', content: styles }]
  expect(cellsOf(await read(zip(parts)))).toEqual([['1990-05-02', '2026-11-23 14:30', '5']])
  const from1904 = parts.map((part) => ({
    ...part,
    content: String(part.content).replace('<sheets>', '<workbookPr date1904="1"/><sheets>'),
  }))
  expect(cellsOf(await read(zip(from1904)))).toEqual([['1994-05-03', '2030-11-24 14:30', '5']])
})

test('a sheet is chosen by its name or its place', async () => {
  const book = zip(
    toWorkbookParts({ First: heading + toRow(2, ['Ada']), Second: heading + toRow(2, ['Bob']) }),
  )
  expect(cellsOf(await read(book))).toEqual([['Ada']])
  expect(cellsOf(await read(book, { sheet: 'Second' }))).toEqual([['Bob']])
  expect(cellsOf(await read(book, { sheet: '2' }))).toEqual([['Bob']])
  expect(await read(book, { sheet: 'Third' })).toBe('no-such-sheet')
})

test('a row of too many columns is refused, the headings with them', async () => {
  const wide = toRow(
    2,
    Array.from({ length: 16_384 }, () => 'x'),
  )
  const file = await read(zip(toWorkbookParts({ S: heading + wide + toRow(3, ['Ada']) })))
  expect(cellsOf(file)).toEqual(['too-many-columns', ['Ada']])
  expect(await read(zip(toWorkbookParts({ S: wide })))).toBe('too-many-columns 2')
})

test('an archive that unpacks to more than it says, or to too much, is refused', async () => {
  const parts = toWorkbookParts({ S: heading + toRow(2, ['Ada']) })
  const lying = parts.map((part) => (part.name.includes('s1') ? { ...part, saidBytes: 50 } : part))
  expect(await read(zip(lying))).toBe('damaged-spreadsheet')
  const huge = parts.map((part) => (part.name.includes('s1') ? { ...part, saidBytes: 3_000_000_000 } : part))
  expect(await read(zip(huge))).toBe('too-large')
  const oneText = toWorkbookParts({
    S: `${heading}<row r="2"><c t="str"><v>${'a'.repeat(30_000_000)}</v></c></row>`,
  })
  expect(await read(zip(oneText))).toBe('too-large')
})

test('a document type, broken XML and missing parts are refused', async () => {
  const parts = toWorkbookParts({ S: heading })
  const replace = (content: string) =>
    zip(parts.map((part) => (part.name.includes('s1') ? { ...part, content } : part)))
  expect(await read(replace('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'))).toBe(
    'damaged-spreadsheet',
  )
  expect(
    await read(
      replace('<worksheet><sheetData><row r="1"><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'),
    ),
  ).toBe('damaged-spreadsheet')
  expect(await read(replace('<worksheet><sheetData>'))).toBe('damaged-spreadsheet')
  expect(await read(replace('<worksheet><sheetData/></worksheet>'))).toBe('empty')
  expect(await read(zip(parts.slice(0, 2)))).toBe('damaged-spreadsheet')
  expect(await read(zip([{ name: 'hello.txt', content: 'hello' }]))).toBe('damaged-spreadsheet')
  expect(await read(zip(parts).subarray(0, 300))).toBe('damaged-spreadsheet')
  expect(await read(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('old-spreadsheet')
})
