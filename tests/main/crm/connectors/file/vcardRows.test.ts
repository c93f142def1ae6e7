/** vCards of three versions, as telephones and mail programs write them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cellsOf, createPeopleFiles, type PeopleFiles } from '#tests/main/crm/connectors/file/peopleFiles'

let files: PeopleFiles

beforeEach(() => {
  files = createPeopleFiles()
})
afterEach(() => files.folder.remove())

const read = (lines: readonly string[], end = '\r\n') => {
  files.write('people.vcf', lines.join(end))
  return files.read('people.vcf')
}
const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD']

test('2.1: quoted-printable over several lines, a charset of its own, a name in its parts', async () => {
  const file = await read(
    card(
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B1=D8=B6=D8=A7=DB=8C=DB=8C;=D8=B9=D9=84=',
      '=DB=8C;;;',
      'TEL;CELL;PREF:09121234567',
      'TEL;WORK:021-88776655 ext. 12',
      'NOTE;QUOTED-PRINTABLE;CHARSET=windows-1256:=E3=D1=ED=E3',
    ),
  )
  expect(file).toMatchObject({
    kind: 'vcard',
    headings: ['UID', 'FN', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'NOTE'],
  })
  expect(cellsOf(file)).toEqual([['', 'علی رضایی', '', '', '09121234567\n021-88776655 ext. 12', '', 'مريم']])
})

test('3.0: folded lines, escapes, groups, several addresses, and a picture that is passed over', async () => {
  const file = await read([
    ...card(
      'VERSION:3.0',
      'UID:42',
      'FN:Ada\\, Countess of Love',
      ' lace',
      'item1.ORG:Engines\\; Ltd;Research',
      'item1.TEL;TYPE="voice,home":+44 20 7946 0000',
      `PHOTO;ENCODING=b:${'A'.repeat(70)}`,
      ...Array.from({ length: 20_000 }, () => ` ${'A'.repeat(74)}`),
      'EMAIL:ada@example.com',
      'EMAIL;TYPE=work:a@example.org',
      'NOTE:one\\ntwo \\\\ three',
    ),
    '',
    ...card('VERSION:3.0', 'FN:Bob'),
  ])
  expect(cellsOf(file)).toEqual([
    [
      '42',
      'Ada, Countess of Lovelace',
      'Engines; Ltd, Research',
      '',
      '+44 20 7946 0000',
      'ada@example.com, a@example.org',
      'one\ntwo \\ three',
    ],
    ['', 'Bob', '', '', '', '', ''],
  ])
})

test.each(['\n', '\r', '\r\n'])('4.0: numbers as addresses, with line ends %j', async (end) => {
  const file = await read(
    card('VERSION:4.0', 'FN:علی', 'TEL;VALUE=uri;TYPE="cell":tel:+98-912-123-4567;ext=12'),
    end,
  )
  expect(cellsOf(file)).toEqual([['', 'علی', '', '', '+98-912-123-4567;ext=12', '', '']])
})

test('a card that is not finished is refused with its line, and the others are read', async () => {
  const file = await read(['BEGIN:VCARD', 'FN:Ada', ...card('FN:Bob'), 'BEGIN:VCARD', 'FN:Cid'])
  expect(typeof file !== 'string' && file.rows).toMatchObject([
    { line: 1, reason: 'unfinished-card' },
    { line: 3, cells: ['', 'Bob', '', '', '', '', ''], reason: null },
    { line: 6, reason: 'unfinished-card' },
  ])
})

test('a card of any size takes no more memory than a row may', async () => {
  const file = await read([
    ...card(`NOTE:${'a'.repeat(3_000_000)}`),
    ...card('FN:Bob', ...Array(60_000).fill('NOTE:more and more of it')),
  ])
  expect(cellsOf(file)).toEqual(['too-long', 'too-long'])
})
