/** The phone's column in a person's hands: dialling, calling back, several calls and transfers, by keyboard alone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const field = (page: Page) => page.getByRole('combobox', { name: 'Name or number' })

test('a number is typed, shown as it will be dialled, and dialled with Enter', async () => {
  const { page, performed } = await browser.open('idle')
  await page.keyboard.press('Alt+c')
  await page.keyboard.type('۰۹۱۲ 345-6789')
  await page.getByText('Dials +98 912 345 6789').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(performed).toEqual(['dial +989123456789'])
  await page.close()
})

test('what was pasted with junk around it is dialled without; of two numbers one is chosen', async () => {
  const { page, performed } = await browser.open('idle')
  await field(page).fill('ext. 12 / 0912 345 6789')
  await field(page).press('Enter')
  await field(page).fill('0912 345 6789 or 0935 222 1144')
  await page.getByText('Several numbers: choose one').waitFor()
  expect(await page.getByRole('option').count()).toBe(2)
  await field(page).press('ArrowDown')
  await field(page).press('ArrowDown')
  await field(page).press('Enter')
  await expect.poll(performed).toEqual(['dial +989123456789', 'dial +989352221144'])
  await page.close()
})

test('a name finds colleagues and customers, and arrows choose', async () => {
  const { page, performed } = await browser.open('idle')
  await field(page).fill('parisa')
  await page.getByRole('option', { name: /Parisa Amini.*Available/ }).waitFor()
  await field(page).press('Enter')
  await field(page).fill('mina')
  await page
    .getByRole('option', { name: /Mina Rahimi/ })
    .first()
    .waitFor()
  await field(page).press('ArrowDown')
  expect(await field(page).getAttribute('aria-activedescendant')).not.toBeNull()
  await field(page).press('Enter')
  await expect.poll(async () => (await performed()).length).toBe(2)
  expect((await performed())[1]).toBe('dial +989123456789')
  await page.close()
})

test('nothing found is said, and nothing is dialled', async () => {
  const { page, performed } = await browser.open('idle')
  await field(page).fill('qqq')
  await page.getByText('Nobody found, and no number in it').waitFor()
  await field(page).press('Enter')
  await field(page).press('Escape')
  expect(await field(page).inputValue()).toBe('')
  expect(await performed()).toEqual([])
  await page.close()
})

test('Enter in the empty field writes the number dialled last, for one more Enter', async () => {
  const { page, performed } = await browser.open('idle')
  await page
    .getByRole('button', { name: /^Redial/ })
    .and(page.locator(':not([aria-disabled="true"])'))
    .waitFor()
  await field(page).focus()
  await field(page).press('Enter')
  const last = await field(page).inputValue()
  expect(last).toMatch(/^\+98912/)
  await field(page).press('Enter')
  await expect.poll(performed).toEqual([`dial ${last}`])
  await page.close()
})

test('keys write digits, and a long press on the nought a plus', async () => {
  const { page } = await browser.open('idle')
  await page.getByRole('button', { name: 'Dial keys' }).click()
  const keys = page.getByRole('group', { name: 'Dial keys' })
  const nought = keys.getByRole('button', { name: '0' })
  await nought.dispatchEvent('pointerdown')
  await expect.poll(() => field(page).inputValue()).toBe('+')
  await nought.dispatchEvent('pointerup')
  await nought.dispatchEvent('click')
  for (const key of ['9', '8', '0']) await keys.getByRole('button', { name: key }).click()
  expect(await field(page).inputValue()).toBe('+980')
  await page.close()
})

test('a call says its queue in the language of now, and as it was called then where the queue is no more', async () => {
  const { page } = await browser.open('idle', 'fa')
  const rows = page.getByRole('region', { name: 'تماس‌های اخیر' }).getByRole('listitem')
  await rows.first().waitFor()
  const texts = await rows.allInnerTexts()
  expect(texts[0]).toMatch(/پشتیبانی.*سپرده شد به .*فروش/)
  expect(texts[1]).toMatch(/فروش/)
  expect(texts.filter((text) => /Support|Sales|Billing/.test(text))).toEqual([texts[3]])
  await page.close()
})

test('the history calls back in one click; missed calls are marked until looked at', async () => {
  const { page, performed } = await browser.open('idle')
  const history = page.getByRole('region', { name: 'Recent calls' })
  const first = history.getByRole('listitem').first()
  await first.waitFor()
  expect(await first.innerText()).toMatch(/Talked 01:31 · waited/)
  await first.getByRole('button').click()
  await history.getByRole('button', { name: /^Missed 2 not seen yet/ }).click()
  await expect.poll(performed).toEqual(['dial +989120000000', 'markHistorySeen'])
  await expect.poll(() => history.getByRole('img', { name: 'Missed' }).count()).toBeGreaterThan(3)
  expect(await history.getByRole('img', { name: 'Incoming' }).count()).toBe(0)
  await page.close()
})

test('a second caller waits in a card of their own: answered by key, with the first on hold', async () => {
  const { page, performed } = await browser.open('callWaiting')
  const lines = page.getByRole('region', { name: 'Other calls' })
  expect(await lines.getByRole('article').count()).toBe(2)
  await page.keyboard.press('F2')
  await lines.getByRole('button', { name: 'Answer and end' }).click()
  await lines.getByRole('button', { name: 'Decline' }).click()
  await page.keyboard.press('Alt+p')
  await lines.getByRole('button', { name: /^End/ }).click()
  expect(await performed()).toEqual([
    'answer {"sipCallId":"other-1","other":"hold"}',
    'answer {"sipCallId":"other-1","other":"end"}',
    'declineCall other-1',
    'focusCall other-0',
    'hangUpCall other-0',
  ])
  await page.close()
})

test('a transfer by keyboard: whom to, asked first or at once; who is not there is not offered', async () => {
  const { page, performed } = await browser.open('returned')
  await page.keyboard.press('Alt+r')
  const panel = page.getByRole('region', { name: 'Transfer', exact: true })
  await panel.getByRole('option', { name: /^Support/ }).waitFor()
  expect(await panel.getByRole('option', { name: /Yasaman Noori/ }).count()).toBe(0)
  await page.keyboard.type('dariush')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'Ask first' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await performed()).length).toBe(1)
  expect((await performed())[0]).toMatch(/^consult 1\d{3}$/)
  await panel.waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+r')
  await page.keyboard.type('0912 345 6789')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'Transfer now' }).click()
  await expect.poll(async () => (await performed()).at(-1)).toBe('transfer +989123456789')
  await page.close()
})

test.each(['en', 'fa'] as const)(
  'while a transfer is chosen, who is talked to and the red button stay in sight (%s)',
  async (locale) => {
    const { page } = await browser.open('returned', locale)
    await page.keyboard.press('Alt+r')
    await page.getByRole('option').first().waitFor()
    const parts = await page.evaluate(() => {
      const column = document.querySelector('main section')
      const found = [
        column?.querySelector('[data-state] > [data-mark]'),
        column?.querySelector('[data-state] bdi'),
        column?.querySelector('[aria-keyshortcuts~="F4"]'),
        column?.querySelector('[role="combobox"]'),
        column?.querySelector('[role="option"]'),
      ]
      return found.map((part) => part?.getBoundingClientRect().toJSON() as DOMRect | undefined)
    })
    for (const part of parts) {
      expect(part?.height).toBeGreaterThan(0)
      expect(part?.top).toBeGreaterThanOrEqual(48)
      expect(part?.bottom).toBeLessThanOrEqual(800)
    }
    await page.close()
  },
)

test('a transfer nobody took is said plainly, at once', async () => {
  const { page } = await browser.open('returned')
  await page
    .getByRole('alert')
    .getByText(/did not take the call: the caller is back with you/)
    .waitFor()
  await page.close()
})

test('while a colleague is asked: complete, swap, or back to the caller', async () => {
  const { page, performed } = await browser.open('consulting')
  const asked = page.getByRole('region', { name: 'Consultation' })
  await asked.getByText('Mina Rahimi is waiting while you ask.').waitFor()
  await page.keyboard.press('Alt+y')
  await page.keyboard.press('Alt+p')
  await asked.getByRole('button', { name: 'Back to the caller' }).click()
  await expect
    .poll(performed)
    .toEqual(['completeTransfer', 'focusCall sip-1', 'hangUpCall other-0', 'focusCall sip-1'])
  await page.close()
})

test('calls are put together and parted', async () => {
  const { page, performed, show } = await browser.open('callWaiting')
  await page.keyboard.press('Alt+m')
  await show('conference')
  await page.getByText('In conference').first().waitFor()
  await page.keyboard.press('Alt+m')
  expect(await performed()).toEqual(['setConferenced true', 'setConferenced false'])
  await page.close()
})

test('do-not-disturb is a switch, and says so for as long as it is on', async () => {
  const { page } = await browser.open('idle')
  const dnd = page.getByRole('switch', { name: 'Do not disturb' })
  await dnd.click()
  expect(await dnd.getAttribute('aria-checked')).toBe('true')
  await page.getByText('Do not disturb is on').waitFor()
  await page.getByRole('button', { name: 'Switch off' }).click()
  expect(await dnd.getAttribute('aria-checked')).toBe('false')
  await page.close()
})

test('in Persian the numbers stay left to right and the list reads from the right', async () => {
  const { page } = await browser.open('idle', 'fa')
  const input = page.getByRole('combobox', { name: 'نام یا شماره' })
  await input.fill('0912 345 6789')
  await page.getByText(/۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹/).waitFor()
  const number = page.getByRole('region', { name: 'تماس‌های اخیر' }).locator('[data-number]').first()
  expect(await number.evaluate((each) => getComputedStyle(each).direction)).toBe('ltr')
  await page.close()
})
