/** What the CRM does to the page in a real browser: fresh data moves nothing, hidden fields stay hidden, what waits is told. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
}, 120_000)
afterAll(() => browser.close())

/** Where everything of the card stands: each block, each row, each button that was there. */
const readPlaces = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const places: Record<string, string> = {}
    const card = document.querySelector('[data-field="openIssue"]')?.parentElement
    for (const block of card?.querySelectorAll<HTMLElement>('[data-field]') ?? []) {
      const put = (name: string, of: Element) => {
        const { x, y, width, height } = of.getBoundingClientRect()
        places[`${block.dataset.field} ${name}`] = [x, y, width, height]
          .map((each) => each.toFixed(1))
          .join(' ')
      }
      put('', block)
      block.querySelectorAll('h3').forEach((title) => {
        put('title', title)
      })
      block.querySelectorAll('li').forEach((row, index) => {
        put(`row ${index} ${row.textContent?.slice(0, 20)}`, row)
      })
    }
    return places
  })

test.each(['en', 'fa'] as const)(
  'fresh data moves nothing on the card, in a list that is open too (%s)',
  async (locale) => {
    const { page, complaints, show } = await browser.open('talking', locale)
    await page.locator('[data-field="orders"] button[aria-expanded]').press('Enter')
    const before = await readPlaces(page)
    expect(Object.keys(before).length).toBeGreaterThan(15)
    await show('cardNews')
    await page.locator('[data-field="orders"] button[data-tip]').waitFor()
    expect(await readPlaces(page)).toEqual(before)
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)

test('a changed line is marked; new rows wait until they are asked for, by keyboard', async () => {
  const { page, show } = await browser.open('talking')
  await show('cardNews')
  const satisfaction = page.locator('[data-field="satisfaction"]')
  await expect.poll(() => satisfaction.textContent()).toContain('41 of 100')
  expect(await satisfaction.textContent()).toContain('New')
  expect(await page.locator('[data-field="contacts"]').textContent()).not.toContain('New')
  expect(await page.getByText('P-9001').count()).toBe(0)
  await page.getByRole('button', { name: 'Orders: 2 new. Show' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('P-9001').waitFor()
  expect(await page.getByRole('button', { name: /^Orders: / }).count()).toBe(0)
  expect(await findSerious(page)).toEqual([])
  await page.close()
}, 120_000)

test('a sensitive field is hidden until asked for, and hidden again when the call ends', async () => {
  const { page, performed } = await browser.open('cardSensitive')
  const account = page.locator('[data-field="account"]')
  expect(await account.textContent()).not.toContain('IRR')
  expect(await page.locator('[data-field="notes"]').textContent()).not.toContain('16:00')
  expect(await findSerious(page)).toEqual([])
  await page.getByRole('button', { name: 'Show Account value' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => account.textContent()).toContain('IRR')
  expect((await performed()).filter((each) => each.startsWith('revealField'))).toEqual([
    'revealField +989123456789 account',
  ])
  await page.getByRole('button', { name: 'Show Contract' }).press('Enter')
  await page.getByText('Gold, until March').waitFor()
  await page.evaluate(
    'store.setState(({ phone }) => ({ phone: { ...phone, call: { ...phone.call, state: "ended" } } }))',
  )
  await expect.poll(() => account.textContent()).not.toContain('IRR')
  expect(await page.getByText('Gold, until March').count()).toBe(0)
  await page.close()
}, 120_000)

test('what waits for the CRM is told with why; a refused record is given up in two presses, and all are saved', async () => {
  const { page, performed, complaints } = await browser.open('recordsWait')
  await page.getByRole('button', { name: '1 refused' }).click()
  const rows = page.getByRole('dialog').getByRole('listitem')
  await expect.poll(() => rows.count()).toBe(4)
  expect(await rows.nth(0).textContent()).toContain('The CRM refused this record for good.')
  expect(await rows.nth(1).textContent()).toContain('The CRM cannot be reached. Next try at')
  expect(await rows.nth(2).textContent()).toContain('An earlier record of the same person goes first.')
  expect(await findSerious(page)).toEqual([])
  await page.getByRole('button', { name: 'Give up' }).click()
  expect(await performed()).toEqual([])
  await page.getByRole('button', { name: 'Really give it up?' }).click()
  await page.getByRole('button', { name: 'Try now' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await saved).suggestedFilename()).toBe('records.csv')
  expect(await performed()).toEqual([
    'dropWriteBack 0f0f0f0f-0000-8000-8000-000000000001',
    'retryWriteBack null',
    'saveWriteBack csv',
  ])
  expect(complaints).toEqual([])
  await page.close()
}, 120_000)
