/** CSV files as people's programs write them, and as somebody who wishes us ill would. */

import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { guessedForm } from '#contract/contactImport'
import { openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import {
  cellsOf,
  createPeopleFiles,
  type PeopleFiles,
  toSingleByte,
  toUtf16be,
} from '#tests/main/crm/connectors/file/peopleFiles'

let files: PeopleFiles

beforeEach(() => {
  files = createPeopleFiles()
})
afterEach(() => files.folder.remove())

const read = (content: string | Uint8Array, form = {}) => {
  files.write('people.csv', content)
  return files.read('people.csv', form)
}

const persian = 'نام,تلفن\r\nعلي رضايي,09121234567\r\nمريم,02188776655\r\n'
const persianRows = [
  ['علي رضايي', '09121234567'],
  ['مريم', '02188776655'],
]

test.each([
  ['utf-8', Buffer.from(persian)],
  ['utf-8', Buffer.from(`\ufeff${persian}`)],
  ['utf-16le', Buffer.from(`\ufeff${persian}`, 'utf16le')],
  ['utf-16le', Buffer.from(persian, 'utf16le')],
  ['utf-16be', toUtf16be(`\ufeff${persian}`)],
  ['windows-1256', toSingleByte(persian, 'windows-1256')],
])('the same people come out of %s, guessed', async (encoding, bytes) => {
  const file = await read(bytes)
  expect(file).toMatchObject({ kind: 'csv', encoding, headings: ['نام', 'تلفن'] })
  expect(cellsOf(file)).toEqual(persianRows)
})

test('accented Latin letters are windows-1252, and what a person says goes before the guess', async () => {
  const bytes = toSingleByte('Name,Phone\nIñaki Müller,+4930123456\n', 'windows-1252')
  expect(await read(bytes)).toMatchObject({ encoding: 'windows-1252' })
  expect(cellsOf(await read(bytes))).toEqual([['Iñaki Müller', '+4930123456']])
  expect(cellsOf(await read(bytes, { encoding: 'windows-1256' }))).not.toEqual([
    ['Iñaki Müller', '+4930123456'],
  ])
})

test('a file glued together from two encodings is read as most of it is, and the other letters are marked', async () => {
  const sound = Array.from({ length: 20 }, (_, at) => `علی ${at},0912000000${at % 10}\n`).join('')
  const file = await read(
    Buffer.concat([Buffer.from(`نام,تلفن\n${sound}`), toSingleByte('مريم,021\n', 'windows-1256')]),
  )
  expect(file).toMatchObject({ encoding: 'utf-8' })
  expect(
    typeof file !== 'string' && file.rows.filter((row) => row.cells.join('').includes('\ufffd')),
  ).toMatchObject([{ line: 22 }])
})

test.each([',', ';', '\t', '|'])('cells stand between %j, guessed', async (delimiter) => {
  const rows = [
    ['Name', 'Phone', 'Note'],
    ['Ada', '0912', delimiter === ',' ? 'a; b' : 'a, b'],
    ['Bob', '0935', 'c'],
  ]
  const file = await read(rows.map((cells) => cells.join(delimiter)).join('\n'))
  expect(cellsOf(file)).toEqual(rows.slice(1))
})

test('a spreadsheet says in a line of its own what stands between cells', async () => {
  const file = await read('sep=;\r\nName;Phone\r\nAda;0912\r\n')
  expect(file).toMatchObject({ headings: ['Name', 'Phone'] })
  expect(cellsOf(file)).toEqual([['Ada', '0912']])
})

test('line ends of three kinds in one file, quotes over lines, doubled quotes, blank lines, a last line without an end', async () => {
  const file = await read(
    'Name,Note\r\nAda,"one\r\ntwo, ""three"""\nBob,b\rCid,c\r\n\r\n,\nDan,5" tall\nEva,"e"',
  )
  expect(typeof file !== 'string' && file.rows).toEqual([
    { line: 2, cells: ['Ada', 'one\r\ntwo, "three"'], reason: null },
    { line: 4, cells: ['Bob', 'b'], reason: null },
    { line: 5, cells: ['Cid', 'c'], reason: null },
    { line: 8, cells: ['Dan', '5" tall'], reason: null },
    { line: 9, cells: ['Eva', 'e'], reason: null },
  ])
})

test('formulas are the text they were written as', async () => {
  const cells = ['=HYPERLINK("x")', '+98912', '-1+2', '@SUM(A1)']
  const file = await read(`A,B,C,D\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`)
  expect(cellsOf(file)).toEqual([cells])
})

test('two headings of one name, and one without any, are told apart', async () => {
  expect(await read('Phone,phone,Phone,,Phone\n1,2,3,4,5')).toMatchObject({
    headings: ['Phone', 'phone', 'Phone (2)', 'Column 4', 'Phone (3)'],
  })
})

test('a row with too much is refused and the rest is read', async () => {
  const file = await read(
    `Name,Phone\nAda,1,2\nBob,2\n${'x,'.repeat(600)}\n"Cid"x,3\n${'y'.repeat(1_100_000)}\nDan,4,,\n`,
  )
  expect(cellsOf(file)).toEqual([
    'more-cells-than-headings',
    ['Bob', '2'],
    'too-many-columns',
    'stray-quote',
    'too-long',
    ['Dan', '4', '', ''],
  ])
})

test('a million columns are refused, in the headings and in a row, quoted or not', async () => {
  expect(await read(`${'a,'.repeat(1_000_000)}\n`)).toBe('too-many-columns 1')
  const quoted = await read(`Name,Phone\n${'"ab",'.repeat(1_000_000)}\nAda,1\n`)
  expect(cellsOf(quoted)).toEqual(['too-many-columns', ['Ada', '1']])
})

test('a quote that nobody closes is refused with its line, before the memory is full and at the end', async () => {
  expect(await read('Name,Phone\nAda,1\nBob,"2\nCid,3\n')).toBe('unclosed-quote 3')
  expect(await read(`Name,Phone\n"Bob,2\n${'Cid,3\n'.repeat(400_000)}`)).toBe('unclosed-quote 2')
})

test('what is no file of rows is refused: empty, blank, a picture, a folder, a pipe, nothing', async () => {
  expect(await read('')).toBe('empty')
  expect(await read('\r\n\r\n ,\n')).toBe('empty')
  expect(await read(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0, 7, 0, 0, 2]))).toBe('not-text')
  mkdirSync(files.folder.file('folder.csv'))
  expect(await files.read('folder.csv')).toBe('not-a-file')
  execFileSync('mkfifo', [files.folder.file('pipe.csv')])
  expect(await files.read('pipe.csv')).toBe('not-a-file')
  expect(await files.read('nothing.csv')).toBe('not-found')
})

test.each([
  ['grows', (path: string) => appendFileSync(path, 'Zed,9\n')],
  ['is cut', (path: string) => writeFileSync(path, 'Name,Phone\n')],
])('a file that %s while it is read is refused', async (_, change) => {
  const path = files.write('people.csv', `Name,Phone\n${'Ada,09121234567\n'.repeat(50_000)}`)
  const file = await openPeopleRows(path, guessedForm)
  const rows = file.rows[Symbol.asyncIterator]()
  expect((await rows.next()).value).toMatchObject({ line: 2 })
  change(path)
  const rest = async () => {
    while ((await rows.next()).done !== true);
  }
  await expect(rest()).rejects.toMatchObject({ fault: 'changed' })
  file.bytes.close()
})
