/** Asks axe-core about every state of the page in both languages and themes, under the page's own policy. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FixtureName, fixtures } from '#tests/renderer/gallery/fixtures'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

const names = Object.keys(fixtures) as FixtureName[]
let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test.each([
  ['en', 'light'],
  ['fa', 'dark'],
] as const)(
  'no state of the page has anything serious for axe, and the policy refuses nothing (%s, %s)',
  async (locale, theme) => {
    const { page, complaints, show } = await browser.open('starting', locale, theme)
    for (const name of names) {
      await show(name)
      expect(await findSerious(page), name).toEqual([])
      expect(complaints, name).toEqual([])
    }
    await page.close()
  },
  600_000,
)

test('open menus, popovers and the calendar pass too', async () => {
  const { page, complaints } = await browser.open('wrapUp', 'fa', 'light')
  for (const open of ['وضعیت', 'هدست و صدا', /انتخاب روز/]) {
    await page.getByRole('button', { name: open }).first().click()
    await page.locator('[data-rac][role="dialog"]').first().waitFor()
    expect(await findSerious(page), String(open)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('[data-rac][role="dialog"]').first().waitFor({ state: 'detached' })
  }
  expect(complaints).toEqual([])
  await page.close()
})

test.each([
  ['en', 'light'],
  ['fa', 'dark'],
] as const)('every state of the headset panel passes (%s, %s)', async (locale, theme) => {
  const { page, complaints, show } = await browser.open('headsetReady', locale, theme)
  await page.keyboard.press('Alt+a')
  await page.locator('[data-rac][role="dialog"]').waitFor()
  for (const name of [
    'headsetReady',
    'headsetBusy',
    'headsetTrouble',
    'headsetNoDriver',
    'headsetTest',
  ] as const) {
    await show(name)
    expect(await findSerious(page), name).toEqual([])
  }
  expect(complaints).toEqual([])
  await page.close()
})

test.each([
  ['en', 'light', ['Alert thresholds', /^Show all/], 'What to show'],
  ['fa', 'dark', ['آستانه‌های هشدار', /^نمایش همه/], 'چه چیزی نشان دهد'],
] as const)(
  'every alert at once, and the dialogs of the alerts and of the wallboard pass (%s, %s)',
  async (locale, theme, [thresholds, all], options) => {
    const { page, complaints, show } = await browser.open('alertsMany', locale, theme)
    await page.getByRole('button', { name: all }).click()
    expect(await findSerious(page), 'all').toEqual([])
    await page.getByRole('button', { name: thresholds }).click()
    await page.getByRole('dialog').waitFor()
    expect(await findSerious(page), 'thresholds').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await show('wallboard')
    // Asleep, the controls let the pointer through: it is its movement over the board that brings them.
    await page.mouse.move(640, 400)
    await page.mouse.move(660, 420)
    await page.getByRole('button', { name: options }).click()
    await page.getByRole('dialog').waitFor()
    expect(await findSerious(page), 'options').toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  },
  60_000,
)

test.each([
  ['en', 'light', ['Dial keys', 'Name or number', 'Transfer'], 'mi'],
  ['fa', 'dark', ['کلیدهای شماره‌گیری', 'نام یا شماره', 'انتقال'], 'مینا'],
] as const)(
  'keys, what was found, missed calls and both steps of a transfer pass (%s, %s)',
  async (locale, theme, [keys, field, transfer], typed) => {
    const { page, complaints, show } = await browser.open('idle', locale, theme)
    await page.getByRole('button', { name: keys }).click()
    await page.getByRole('combobox', { name: field }).fill(typed)
    await page.getByRole('option').first().waitFor()
    expect(await findSerious(page), 'found').toEqual([])
    await show('returned')
    await page.getByRole('button', { name: transfer, exact: true }).click()
    await page.getByRole('option').first().waitFor()
    expect(await findSerious(page), 'whom to').toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    expect(await findSerious(page), 'how').toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  },
  60_000,
)
