/** A desk its organisation finds too old says so where people sign in, in their language, with the way to a newer one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser
beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const tooOld = `window.store.setState({
  updates: { current: '1.3.9', mustBe: '1.4.0', state: { kind: 'current', checkedAtMs: null } },
  failure: { code: 'too-old', subject: '1.4.0', retryAfterMs: null },
})`

test.each([
  ['en', 'asks for version 1.4.0 or later', 'Update needed', 'Look for a newer version'],
  ['fa', 'نسخهٔ ۱.۴.۰ یا تازه‌تر', 'نیاز به به‌روزرسانی', 'نسخهٔ تازه‌تر را بجو'],
] as const)('in %s', async (locale, sentence, mark, way) => {
  const { page, performed } = await browser.open('signIn', locale)
  await page.evaluate(tooOld)
  await page.getByRole('alert').getByText(sentence).waitFor()
  await page.getByRole('button', { name: mark }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: way }).click()
  await expect.poll(performed).toEqual(['checkUpdate'])
  await page.close()
})
