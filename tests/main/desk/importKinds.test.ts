/** A workbook and a file of cards from a page into the cache, read out of memory as they are read from a disk. */
import { afterEach, expect, test, vi } from 'vitest'
import { guessedForm } from '#contract/contactImport'
import { toRow, toWorkbookParts, zip } from '#tests/main/crm/connectors/file/workbook'
import { type ImportPage, type ImportRoom, openImportRoom } from '#tests/main/desk/importRoom'

let room: ImportRoom | null = null
const patient = { timeout: 30_000 }

afterEach(async () => {
  await room?.close()
  room = null
})

async function openPage(): Promise<ImportPage> {
  const opened = await openImportRoom()
  room = opened
  await opened.desk.link.signIn('demo', 'right')
  await vi.waitFor(() => expect(opened.desk.cache.state.state).toBe('ready'), patient)
  return opened.openPage()
}

const untilCounted = (page: ImportPage, headings: readonly string[]) =>
  vi.waitFor(
    () => expect(page.stage).toMatchObject({ kind: 'looked', look: { headings }, count: { refused: 0 } }),
    patient,
  )

const numbersOf = (name: string): readonly string[] => {
  const found = room?.desk.cache.search(name)
  return found?.ok === true ? (found.value[0]?.numbers ?? []) : []
}

test('a workbook shows its sheets; another sheet is other columns, and is what is taken', async () => {
  const page = await openPage()
  const workbook = zip(
    toWorkbookParts({
      Notes: `${toRow(1, ['Topic', 'Text'])}${toRow(2, ['a', 'b'])}`,
      مشتریان: `${toRow(1, ['نام', 'موبایل'])}${toRow(2, ['علی رضایی', '09121234567'])}`,
    }),
  )
  await page.show('book.xlsx', workbook)
  await vi.waitFor(
    () =>
      expect(page.stage).toMatchObject({
        look: { kind: 'xlsx', encoding: null, delimiter: null, sheets: ['Notes', 'مشتریان'] },
      }),
    patient,
  )
  await page.calls.look({ form: { ...guessedForm, sheet: '2' }, mapping: null })
  await untilCounted(page, ['نام', 'موبایل'])
  await page.calls.take(null)
  await vi.waitFor(() => expect(page.stage).toMatchObject({ result: { outcome: 'done', added: 1 } }), patient)
  expect(numbersOf('رضایی')).toEqual(['+989121234567'])
}, 60_000)

test('a workbook that unpacks to more than it may says so, and the next file is taken', async () => {
  const page = await openPage()
  const parts = toWorkbookParts({ Bomb: toRow(1, ['Name']) })
  const bomb = parts.map((part) =>
    part.name.includes('worksheets') ? { ...part, saidBytes: 2 ** 32 - 1 } : part,
  )
  await page.show('bomb.xlsx', zip(bomb))
  await vi.waitFor(
    () => expect(page.stage).toMatchObject({ kind: 'unreadable', stop: { fault: 'too-large' } }),
    patient,
  )
  await page.show('card.vcf', 'BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nTEL:tel:+442079460000\nEND:VCARD\n')
  await untilCounted(page, ['UID', 'FN', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'NOTE'])
  await page.calls.take(null)
  await vi.waitFor(() => expect(page.stage).toMatchObject({ result: { outcome: 'done', added: 1 } }), patient)
  expect(numbersOf('Ada')).toEqual(['+442079460000'])
}, 60_000)
