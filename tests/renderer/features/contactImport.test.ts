/** The import of people from a file, step by step in a real browser: chosen, dropped, mapped, told, undone, by keyboard too. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import type { FixtureName } from '#tests/renderer/gallery/fixtures'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { importStages } from '#tests/renderer/gallery/sampleImport'
import { findSerious } from '#tests/support/findSerious'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
}, 120_000)
afterAll(() => browser.close())

const wordsOf = { en, fa }
const looks = [
  ['en', 'light'],
  ['en', 'dark'],
  ['fa', 'light'],
  ['fa', 'dark'],
] as const

/** From the menu under the person's name, by keyboard. */
async function openImport(
  fixture: FixtureName,
  locale: 'en' | 'fa' = 'en',
  theme: 'light' | 'dark' = 'light',
) {
  const opened = await browser.open(fixture, locale, theme)
  const { page } = opened
  await page
    .getByRole('button', { name: /Sara|سارا/ })
    .first()
    .press('Enter')
  await page.getByRole('menuitem', { name: wordsOf[locale]['import.open'] }).press('Enter')
  const dialog = page.getByRole('dialog', { name: wordsOf[locale]['import.title'] })
  await dialog.waitFor()
  return { ...opened, dialog }
}

test.each(looks)(
  'every step has nothing serious for axe, and the focus stays in the dialog (%s, %s)',
  async (locale, theme) => {
    const { page, dialog, show, complaints } = await openImport('importChoose', locale, theme)
    for (const name of Object.keys(importStages) as (keyof typeof importStages)[]) {
      await show(name)
      expect(await findSerious(page), name).toEqual([])
      await expect
        .poll(() => dialog.evaluate((each) => each.contains(document.activeElement)), { message: name })
        .toBe(true)
      // A table or a hint is never wider than the dialog.
      expect(await dialog.evaluate((each) => each.scrollWidth <= each.clientWidth), name).toBe(true)
    }
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)

test('a file is chosen or dropped; two at once are refused, and one that misses the place opens nothing', async () => {
  const { page, dialog, performed } = await openImport('importUndone')
  await page.evaluate('window.show("importChoose")')
  const choosing = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: en['import.choose'] }).press('Enter')
  await (await choosing).setFiles({
    name: 'one.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Name\nAda\n'),
  })
  await expect.poll(performed).toEqual(['offerFile one.csv 9'])
  const drop = (names: readonly string[]) =>
    page.evaluate((all) => {
      const dataTransfer = new DataTransfer()
      for (const name of all) dataTransfer.items.add(new File(['Name\n'], name))
      const place = document.querySelector('[data-over]')
      place?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, names)
  await drop(['two.vcf'])
  await expect.poll(performed).toEqual(['offerFile one.csv 9', 'offerFile two.vcf 5'])
  await drop(['a.csv', 'b.csv'])
  await dialog.getByText(en['import.several']).waitFor()
  expect(await performed()).toHaveLength(2)
  // A file that misses the place does not open in place of the desk.
  const isRefused = await page.evaluate(() => {
    const event = new DragEvent('drop', { bubbles: true, cancelable: true })
    return !document.body.dispatchEvent(event)
  })
  expect(isRefused).toBe(true)
  await page.close()
}, 120_000)

test('a column is given another use by keyboard; the one that had it is left out from then on', async () => {
  const { page, dialog, performed } = await openImport('importLooked')
  const company = dialog.getByRole('combobox', { name: /شرکت/ })
  const city = dialog.getByRole('combobox', { name: /شهر/ })
  await expect.poll(() => company.inputValue()).toBe('company')
  await city.selectOption('company')
  await expect.poll(() => company.inputValue()).toBe('-')
  const [asked] = (await performed()).filter((each) => each.startsWith('lookAtFile'))
  expect(asked).toContain('"company":"شهر"')
  await dialog.getByRole('combobox', { name: /موبایل/ }).selectOption('-')
  await dialog.getByText(en['import.noNumber']).waitFor()
  await dialog.getByRole('combobox', { name: en['import.delimiter'] }).selectOption('|')
  await expect.poll(performed).toContain('lookAtFile {"encoding":null,"delimiter":"|","sheet":null} null')
  await dialog.getByRole('button', { name: 'Import 12,803 rows' }).press('Enter')
  await expect.poll(performed).toContain('takeFile')
  await page.close()
}, 120_000)

test.each(['en', 'fa'] as const)(
  'what was refused is saved in the reader’s language, harmless to a spreadsheet (%s)',
  async (locale) => {
    const words = wordsOf[locale]
    const { page, dialog } = await openImport('importDone', locale)
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: words['import.saveRefused'] }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe(`customers-1405 - ${words['import.csv.name']}.csv`)
    const text = readFileSync(await saved.path(), 'utf8')
    expect(text.split('\r\n')).toEqual([
      `\ufeff${[words['import.csv.row'], words['import.csv.column'], words['import.csv.reason']].join(',')}`,
      `4,موبایل,${words['import.reason.rounded-number']}`,
      `9,'=cmd|calc,${words['import.reason.unreadable-letters']}`,
      '',
    ])
    await page.close()
  },
  120_000,
)

test('undoing asks twice; what was broken off goes on; closed, the import is a mark in the bar', async () => {
  const { page, dialog, performed, show } = await openImport('importStopped')
  await dialog.getByRole('button', { name: en['import.goOn'] }).click()
  await dialog.getByRole('button', { name: en['import.undo'] }).click()
  expect(await performed()).toEqual(['takeFile'])
  await dialog.getByRole('button', { name: 'Really remove 12,301 people?' }).click()
  await expect.poll(performed).toEqual(['takeFile', 'undoImport 7'])
  await show('importTaking')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  const mark = page.getByRole('button', { name: 'Importing 41%' })
  await mark.waitFor()
  await show('importDone')
  await page.getByRole('button', { name: en['import.markEnd'] }).press('Enter')
  await dialog.getByText('12,301', { exact: true }).waitFor()
  await page.close()
}, 120_000)

test('an interrupted import is told in the bar until the person has looked at what there is to do', async () => {
  const { page } = await browser.open('importChoose')
  await page.getByRole('button', { name: en['import.markBroken'] }).press('Enter')
  const dialog = page.getByRole('dialog', { name: en['import.title'] })
  await dialog.getByText(/was interrupted\. 12,301 people who came by it are here/).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByRole('button', { name: en['import.markBroken'] }).count()).toBe(0)
  await page.close()
}, 120_000)

test('a call that rings has the page to itself, and the mark leads back to the file in hand', async () => {
  const { page, dialog, show } = await openImport('importLooked')
  await show('ringing')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('alertdialog').getByRole('button', { name: en['ringing.answer'] }).waitFor()
  await show('importLooked')
  await page.getByRole('button', { name: en['import.title'] }).press('Enter')
  await dialog.getByRole('button', { name: 'Import 12,803 rows' }).waitFor()
  await page.close()
}, 120_000)

test('where the organisation does not let this person import, there is no word of it', async () => {
  const { page } = await browser.open('importDone')
  await page.getByRole('button', { name: en['import.markEnd'] }).waitFor()
  await page.evaluate(
    'store.setState(({ contactImport }) => ({ contactImport: { ...contactImport, isAllowed: false } }))',
  )
  await page.getByRole('button', { name: en['import.markEnd'] }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /Sara/ }).first().press('Enter')
  await page.getByRole('menuitem', { name: en['support.open'] }).waitFor()
  expect(await page.getByRole('menuitem', { name: en['import.open'] }).count()).toBe(0)
  await page.close()
}, 120_000)
