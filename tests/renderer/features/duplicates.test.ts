/** In a real browser: a possible duplicate is suggested at the foot of the card, compared, joined, parted and taken back. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
}, 120_000)
afterAll(() => browser.close())

const words = {
  en: [
    'Perhaps the same person: Mina Rahimi',
    'Show both',
    'Join the view',
    'Not the same',
    'Separate again',
    'Undo',
  ],
  fa: [
    'شاید همان شخص باشد: مینا رحیمی',
    'نمایش هر دو',
    'نمایش یک‌جا',
    'شخص دیگری است',
    'جدا کردن',
    'برگرداندن',
  ],
} as const

/** Where each block and each row of the card stands. */
const readPlaces = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-field]:not([data-field="duplicates"]) li')].map((row) => {
      const { x, y, width } = row.getBoundingClientRect()
      return `${row.textContent?.slice(0, 20)} ${x.toFixed(1)} ${y.toFixed(1)} ${width.toFixed(1)}`
    }),
  )

const open = async (locale: 'en' | 'fa', theme: 'light' | 'dark') => {
  const opened = await browser.open('talking', locale, theme)
  const before = await readPlaces(opened.page)
  await opened.page.evaluate(
    'window.hasDuplicates = true; store.setState((m) => ({ peopleRevision: m.peopleRevision + 1 }))',
  )
  return { ...opened, before }
}

test.each([
  ['en', 'light'],
  ['en', 'dark'],
  ['fa', 'light'],
  ['fa', 'dark'],
] as const)(
  'joined by keyboard after a comparison, and separated again (%s, %s)',
  async (locale, theme) => {
    const { page, performed, complaints, before } = await open(locale, theme)
    const [perhaps, show, join, , separate] = words[locale]
    await page.getByText(perhaps).waitFor()
    // Nothing that was there has moved.
    expect(before.length).toBeGreaterThan(5)
    expect(await readPlaces(page)).toEqual(before)
    expect(await findSerious(page)).toEqual([])
    // The mark beside the name leads there.
    await page.getByRole('button', { name: perhaps }).press('Enter')
    expect(await page.evaluate('document.activeElement.dataset.field')).toBe('duplicates')
    await page.keyboard.press('Tab')
    const shown = page.getByRole('button', { name: show })
    expect(await shown.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await dialog.textContent()).toContain(locale === 'en' ? '+98 21 8800 0000' : '۸۸')
    expect(await findSerious(page)).toEqual([])
    await dialog.getByRole('button', { name: join }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const orders = page.locator('[data-field="orders"]').first()
    await expect.poll(() => orders.textContent()).toContain('Q-1')
    // The newest is the other person's, and says so.
    expect(await orders.getByRole('listitem').first().textContent()).toContain(
      locale === 'en' ? '+98 21 8800 0000' : '۸۸۰۰',
    )
    expect(await findSerious(page)).toEqual([])
    await page.getByRole('button', { name: separate }).press('Enter')
    await expect.poll(() => orders.textContent()).not.toContain('Q-1')
    await page.getByText(perhaps).waitFor()
    expect((await performed()).map((each) => each.split(' ').at(-1))).toEqual(['same', 'null'])
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)

test.each(['en', 'fa'] as const)(
  'who is another person is not suggested again, and it can be undone (%s)',
  async (locale) => {
    const { page, performed, complaints } = await open(locale, 'light')
    const [perhaps, , , different, , undo] = words[locale]
    await page.getByRole('button', { name: different }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(perhaps).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: undo }).press('Enter')
    await page.getByText(perhaps).waitFor()
    expect(await page.getByRole('button', { name: undo }).count()).toBe(0)
    expect((await performed()).map((each) => each.split(' ').at(-1))).toEqual(['different', 'null'])
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)
