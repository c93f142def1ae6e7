/** A person imports a file with every trouble in it, is called by somebody of it, and takes it all out again: a whole desk. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { openOneDesk } from '#tests/e2e/oneDesk'
import { singingCaller } from '#tests/support/practiceDesk'

const soon = { timeout: 30_000 }
/** «علی» as Windows-1256 has it, in a file that is UTF-8 otherwise: glued together from two. */
const strayLetters = Buffer.from([0xda, 0xe1, 0xed])

const file = Buffer.concat([
  Buffer.from('\ufeffنام;نام خانوادگی;شرکت;موبایل;شهر\r\n'),
  Buffer.from('مریم;صالحی;=HYPERLINK("http://evil.example");۰۲۱-۵۵۵۰۰۰۰۱ / داخلی ۱۲;شیراز\n'),
  strayLetters,
  Buffer.from(';رضایی;;02155500002;قم\r\n'),
  Buffer.from('Bob;;;9.89E+11;\r\n'),
  Buffer.from('"Eve\nNewline";Smith;+Plus;0098 21 55500003;@Home\r'),
  Buffer.from('Dan;;;call him;\r\n'),
  Buffer.from('Eli;;;02155500004;x;one cell too many\r\n'),
])

async function openImport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /1001/ }).last().click(soon)
  await page.getByRole('menuitem', { name: en['import.open'] }).click(soon)
  const dialog = page.getByRole('dialog', { name: en['import.title'] })
  await dialog.waitFor(soon)
  return dialog
}

/** All that lies in the profile, below it too. */
function readProfile(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
  return Buffer.concat(files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)))
}

test('the person is told what is refused, the caller’s card pops, and undoing leaves nobody', async () => {
  const { room, openPage } = await openOneDesk()
  const { cache } = room.desk.desk
  const page = await openPage()
  await page.getByRole('button', { name: en['status.button'] }).waitFor(soon)
  const dialog = await openImport(page)
  await dialog.locator('input[type="file"]').setInputFiles({
    name: 'مشتریان.csv',
    mimeType: 'text/csv',
    buffer: file,
  })
  await dialog.getByRole('button', { name: 'Import 2 rows' }).waitFor(soon)
  expect(await dialog.getByRole('combobox', { name: en['import.encoding'] }).inputValue()).toBe('utf-8')
  expect(await dialog.getByRole('combobox', { name: en['import.delimiter'] }).inputValue()).toBe(';')
  expect(await dialog.getByRole('combobox', { name: /موبایل/ }).inputValue()).toBe('number')
  const told = (await dialog.textContent()) ?? ''
  for (const reason of [
    'unreadable-letters',
    'rounded-number',
    'unreadable-number',
    'more-cells-than-headings',
  ] as const)
    expect(told).toContain(en[`import.reason.${reason}`])
  // Shown as it is written, and nothing of it is run.
  expect(told).toContain('=HYPERLINK')
  expect(readProfile(room.profileDir).includes('صالحی')).toBe(false)

  await dialog.getByRole('button', { name: 'Import 2 rows' }).click()
  await dialog
    .getByRole('status')
    .getByText(/is imported/)
    .waitFor(soon)
  await dialog.getByRole('button', { name: en['import.close'], exact: true }).last().click(soon)
  await dialog.waitFor({ state: 'detached', ...soon })
  expect(readProfile(room.profileDir).includes('صالحی')).toBe(false)

  room.centre.callIn({ ...singingCaller, number: '+982155500001', name: null })
  const caller = page.getByRole('region', { name: en['region.caller'], exact: true })
  await caller.getByRole('heading', { name: 'مریم صالحی' }).waitFor(soon)
  await page.getByRole('alertdialog').getByRole('button', { name: en['ringing.answer'] }).click(soon)
  await page.getByRole('button', { name: en['call.hangUp'] }).waitFor(soon)

  // In the middle of the call, which it does not disturb.
  const again = await openImport(page)
  await again.getByText(/Last import: .*2 people came by it/).waitFor(soon)
  await again.getByRole('button', { name: en['import.undo'] }).click()
  await again.getByRole('button', { name: 'Really remove 2 people?' }).click()
  await again.getByText(/is undone: 2 people removed/).waitFor(soon)
  for (const number of ['+982155500001', '+982155500003'])
    expect(cache.lookup(number)).toEqual({ ok: true, value: { kind: 'none' } })
  expect(await page.getByRole('button', { name: en['call.hangUp'] }).count()).toBe(1)
}, 180_000)
