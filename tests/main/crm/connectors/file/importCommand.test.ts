/** Files of people taken into a profile's cache by the command of IT, and found there by the desk. */
import { utimesSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createImportRoom, type ImportRoom } from '#tests/main/crm/connectors/file/importRoom'
import { toRow, toWorkbookParts, zip } from '#tests/main/crm/connectors/file/workbook'

let room: ImportRoom

beforeEach(() => {
  room = createImportRoom()
})
afterEach(() => room.close())

const people = [
  'کد مشتری,نام,نام خانوادگی,شرکت,موبایل,تلفن,شهر,توضیحات',
  '17,علی,رضایی,پارس,۰۹۱۲۱۲۳۴۵۶۷,ext. 12 / 021-88776655,تهران,"بعد از ظهر، تماس"',
  '18,مریم,,,9351234567,,=1+1,',
].join('\r\n')

test('a Persian CSV maps itself, is shown before it is taken, and is found by number and by name', async () => {
  room.write('people.csv', people)
  const preview = await room.run(['import', 'people.csv', '--preview'])
  expect(preview.code).toBe(0)
  expect(preview.text).toContain(
    'row 2: علی رضایی | پارس | +989121234567 +982188776655 | شهر: تهران | note: بعد از ظهر، تماس',
  )
  expect(room.whoIs(room.open(), '+989121234567')).toBe(null)
  const taken = await room.run(['import', 'people.csv'])
  expect(taken.text).toContain('2 rows: 2 people added, 0 replaced, 0 as they were')
  expect(taken.code).toBe(0)
  const cache = room.open()
  expect(room.whoIs(cache, '02188776655')).toBe('علی رضایی | پارس | +982188776655 +989121234567')
  expect(room.whoIs(cache, '+989351234567')).toBe('مریم |  | +989351234567')
  const found = cache.search('رضایي')
  expect(found.ok && found.value.map(({ personId }) => personId)).toEqual(['17'])
})

test('imported while the desk is open, people are there at the next call', async () => {
  const cache = room.open()
  room.write('people.csv', 'Name,Phone\nAda,+442079460000\n')
  expect((await room.run(['import', 'people.csv'])).code).toBe(0)
  expect(room.whoIs(cache, '+442079460000')).toBe('Ada |  | +442079460000')
})

test('imported again nobody is there twice; changed rows are replaced, and an older file changes nobody', async () => {
  const day = (at: number) => utimesSync(room.folder.file('people.csv'), at, at)
  room.write('people.csv', 'Name,Phone,City\nAda,09121234567,Tehran\nBob,09351234567,Shiraz\n')
  day(1_800_000_000)
  await room.run(['import', 'people.csv'])
  expect((await room.run(['import', 'people.csv'])).text).toContain(
    '0 people added, 0 replaced, 2 as they were',
  )
  room.write('people.csv', 'Name,Phone,City\nADA, +98 912 123 4567,Qom\nBob,09351234567,Shiraz\n')
  day(1_800_000_100)
  expect((await room.run(['import', 'people.csv'])).text).toContain('0 people added, 2 replaced')
  day(1_700_000_000)
  expect((await room.run(['import', 'people.csv'])).text).toContain(
    '2 kept because the desk has something newer',
  )
  expect(room.whoIs(room.open(), '09121234567')).toBe('ADA |  | +989121234567')
})

test('rows that cannot be taken are counted, said with their reason and listed without their data; the others are taken', async () => {
  room.write(
    'people.csv',
    'Name,Phone,=cmd\nAda,call her,x\nBob,9.89E+11,x\n,,x\nCid,09121234567,x,y\nDan,09121234568,x\n"Eva"z,1,x\n',
  )
  const { code, text } = await room.run(['import', 'people.csv', '--errors', 'refused.csv'])
  expect(code).toBe(0)
  expect(text).toContain('6 rows: 1 people added, 0 replaced, 0 as they were')
  expect(text).toContain('row 2, Phone: refused: no telephone number in it')
  const list = room.read('refused.csv')
  expect(list.split('\r\n')).toEqual([
    '\ufeffRow,Column,Reason',
    '2,Phone,no telephone number in it',
    '3,Phone,a rounded number (9.89E+11): format the column as text and export again',
    '4,,"no name, no company and no number"',
    '5,,more cells than headings',
    '7,,text after a closing quotation mark',
    '',
  ])
  expect(room.whoIs(room.open(), '09121234568')).toBe('Dan |  | +989121234568')
})

test('what a person says of columns holds, and the next file with these headings maps itself', async () => {
  room.write('people.csv', 'Who,Where,Line,Line\nAda,Mill,09121234567,09121234568\n')
  expect((await room.run(['import', 'people.csv', '--map', 'Nope=name'])).text).toBe(
    'There is no column Nope.',
  )
  expect((await room.run(['import', 'people.csv', '--map', 'Who=king'])).text).toContain('not king')
  const map = ['--map', 'Who=name,Where=company,3=number,Line (2)=number']
  expect((await room.run(['import', 'people.csv', ...map])).code).toBe(0)
  room.write('next.csv', 'Who,Where,Line,Line\nBob,Forge,09351234567,\n')
  expect((await room.run(['import', 'next.csv'])).code).toBe(0)
  const cache = room.open()
  expect(room.whoIs(cache, '09121234568')).toBe('Ada | Mill | +989121234568 +989121234567')
  expect(room.whoIs(cache, '09351234567')).toBe('Bob | Forge | +989351234567')
})

test('undoing removes whom the last import added and nobody else, and then the one before', async () => {
  room.write('one.csv', 'Name,Phone\nAda,09121234567\n')
  room.write('two.csv', 'Name,Phone,City\nAda,09121234567,Qom\nBob,09351234567,Qom\n')
  await room.run(['import', 'one.csv'])
  await room.run(['import', 'two.csv'])
  expect((await room.run(['undo-import'])).text).toContain('two.csv')
  const cache = room.open()
  expect(room.whoIs(cache, '09121234567')).toContain('Ada')
  expect(room.whoIs(cache, '09351234567')).toBe(null)
  expect((await room.run(['undo-import'])).text).toContain('1 people removed')
  expect(room.whoIs(cache, '09121234567')).toBe(null)
  expect(await room.run(['undo-import'])).toMatchObject({ code: 1, text: 'There is no import to undo.' })
})

test('whoever asked to be forgotten is not brought back by a file', async () => {
  room.write('people.csv', people)
  await room.run(['import', 'people.csv'])
  const cache = room.open()
  expect(await cache.writer.forget('17')).toMatchObject({ ok: true })
  const again = await room.run(['import', 'people.csv'])
  expect(again.text).toContain('row 2: refused: somebody asked that this person be forgotten')
  expect(room.whoIs(cache, '+989121234567')).toBe(null)
  expect(room.whoIs(cache, '+989351234567')).toContain('مریم')
})

const many = (from: number, count: number) =>
  Array.from(
    { length: count },
    (_, at) => `P${from + at},+98912${String(from + at).padStart(7, '0')}\n`,
  ).join('')

test('broken off, what was taken stays; the same file goes on, and undoing takes out all of it', async () => {
  room.write('many.csv', `Name,Phone\n${many(0, 20_000)}`)
  const broken = new AbortController()
  const first = await room.run(['import', 'many.csv'], {
    signal: broken.signal,
    onLine: (line) => line.includes('%') && broken.abort(),
  })
  expect(first.code).toBe(1)
  const added = Number(/(\d+) people added/.exec(first.text)?.[1])
  expect(added).toBeGreaterThan(0)
  expect(added).toBeLessThan(20_000)
  const cache = room.open()
  expect(room.whoIs(cache, '+989120000000')).toContain('P0')
  const second = await room.run(['import', 'many.csv'])
  expect(second.text).toContain('20000 people added')
  expect(room.whoIs(cache, '+989120019999')).toContain('P19999')
  expect((await room.run(['undo-import'])).text).toContain('20000 people removed')
  expect(room.whoIs(cache, '+989120000000')).toBe(null)
}, 60_000)

test('a file that changes or breaks in the middle is refused from there on, and what was taken stays', async () => {
  room.write('many.csv', `Name,Phone\n${many(0, 20_000)}`)
  const changed = await room.run(['import', 'many.csv'], {
    onLine: (line) =>
      line.includes('%') && writeFileSync(room.folder.file('many.csv'), 'Name,Phone\nother,1\n'),
  })
  expect(changed).toMatchObject({ code: 1 })
  expect(changed.text).toContain('The file was changed while it was read.')
  room.write('open.csv', `Name,Phone\nAda,09351234567\nBob,"0912\n${many(0, 10)}`)
  const open = await room.run(['import', 'open.csv'])
  expect(open).toMatchObject({ code: 1 })
  expect(open.text).toContain('Row 3: A quotation mark is opened and never closed.')
})

test('vCards and workbooks are taken the same way', async () => {
  room.write(
    'a.vcf',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:7\r\nFN:Ada\r\nTEL:09121234567\r\nTEL:09121234568\r\nEND:VCARD\r\n',
  )
  const sheet = toRow(1, ['نام', 'شماره تماس']) + toRow(2, ['مریم', '۰۹۳۵۱۲۳۴۵۶۷ / داخلی ۱۲'])
  room.write('b.xlsx', zip(toWorkbookParts({ People: sheet })))
  expect((await room.run(['import', 'a.vcf'])).text).toContain('1 people added')
  expect((await room.run(['import', 'b.xlsx'])).text).toContain('1 people added')
  const cache = room.open()
  expect(room.whoIs(cache, '09121234568')).toBe('Ada |  | +989121234568 +989121234567')
  expect(room.whoIs(cache, '09351234567')).toBe('مریم |  | +989351234567')
})

test('people of a file stay through full loads of the CRM, until the CRM names them', async () => {
  const cardOf = (personId: string, number: string) => ({
    ...{ personId, name: `CRM ${personId}`, company: null, numbers: [number], priority: 'normal' },
    ...Object.fromEntries(
      ['account', 'openIssue', 'satisfaction', 'campaign'].map((block) => [
        block,
        { asOfMs: null, value: null },
      ]),
    ),
    ...Object.fromEntries(
      ['orders', 'contacts', 'notes', 'extra'].map((block) => [block, { asOfMs: null, value: [] }]),
    ),
  })
  const load = async (name: string, cards: readonly unknown[]) => {
    room.write(name, cards.map((card) => `${JSON.stringify(card)}\n`).join(''))
    const cache = room.open({ kind: 'file', path: room.folder.file(name) })
    await expect
      .poll(() => [cache.state.state, cache.writer.sync.kind], { timeout: 20_000 })
      .toEqual(['ready', 'waiting'])
    return cache
  }
  room.write('people.csv', 'ID,Name,Phone\n1,Ada,09121234567\n2,Bob,09351234567\n')
  await room.run(['import', 'people.csv'])
  await (await load('one.jsonl', [cardOf('2', '+989351234567'), cardOf('3', '+989361234567')])).close()
  const cache = await load('two.jsonl', [cardOf('3', '+989361234567')])
  expect(room.whoIs(cache, '09121234567')).toContain('Ada')
  // The CRM has named Bob, so he goes when it no longer does.
  expect(room.whoIs(cache, '09351234567')).toBe(null)
})

test.each([
  ['import', 'nothing.csv', 'There is no such file.'],
  ['import', '.', 'This is a folder or a device'],
  ['import', 'empty.csv', 'There is nothing in the file.'],
])('%s %s says: %s', async (command, file, said) => {
  room.write('empty.csv', '')
  const { code, text } = await room.run([command, file])
  expect(text).toContain(said)
  expect(code).toBe(1)
})

test('words that make no sense and profiles that cannot be written are refused', async () => {
  expect(await room.run(['import'])).toMatchObject({ code: 2 })
  expect(await room.run(['import', 'a.csv', '--encoding', 'ebcdic'])).toMatchObject({ code: 2 })
  room.write('people.csv', 'Name,Phone\nAda,1234567\n')
  const elsewhere = await room.run(['import', 'people.csv', '--profile', 'none'])
  expect(elsewhere).toMatchObject({ code: 1 })
  expect(elsewhere.text).toContain('start the desk once')
  room.write('key.locked', 'x')
  expect((await room.run(['import', 'people.csv'])).text).toContain('keychain')
})
