/** What the organisation has fixed is shown, said to be so, and cannot be moved; what it has not can. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const manage = (keys: readonly string[]): string =>
  `window.store.setState(({ desk }) => ({ desk: { ...desk, managed: ${JSON.stringify(keys)} } }))`

test('fixed settings carry the mark and do not move', async () => {
  const { page } = await browser.open('idle')
  await page.evaluate(manage(['calls.lines', 'echoCancelling', 'ringVolume', 'theme']))
  expect(await page.getByRole('button', { name: /^Look/ }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: /^Headset and sound/ }).click()
  const dialog = page.getByRole('dialog')
  const lines = dialog.getByRole('combobox', { name: /^Calls at once/ })
  expect(await lines.isDisabled()).toBe(true)
  expect(await dialog.getByRole('checkbox', { name: /^Cancel echo/ }).isDisabled()).toBe(true)
  expect(await dialog.getByRole('slider', { name: /^Ring volume/ }).isDisabled()).toBe(true)
  expect(await dialog.getByText('Managed by your organisation').count()).toBe(3)
  expect(await dialog.getByRole('checkbox', { name: /^Reduce background/ }).isEnabled()).toBe(true)
  await page.evaluate(manage([]))
  await expect.poll(() => lines.isEnabled()).toBe(true)
  expect(await dialog.getByText('Managed by your organisation').count()).toBe(0)
  await page.close()
})

const say = (state: object, mustBe: string | null = null): string =>
  `window.store.setState({ updates: ${JSON.stringify({ current: '1.0.0', mustBe, state })} })`

test('a newer version waits behind its mark, with what is new and why not just now', async () => {
  const { page, performed } = await browser.open('idle')
  const mark = page.getByRole('button', { name: /^Update/ })
  expect(await mark.count()).toBe(0)
  const ready = {
    kind: 'ready',
    version: '1.1.0',
    notes: { en: 'Faster', fa: 'تندتر' },
    hindrance: 'available',
  }
  await page.evaluate(say(ready))
  await mark.click()
  const dialog = page.getByRole('dialog', { name: 'Update' })
  await dialog.getByText('Faster').waitFor()
  await dialog.getByText('Take a break first').waitFor()
  const install = dialog.getByRole('button', { name: 'Install now' })
  expect(await install.isDisabled()).toBe(true)
  await page.evaluate(say({ ...ready, hindrance: null }))
  await install.click()
  await expect.poll(performed).toEqual(['installUpdate'])
  await page.close()
})

test('a version that did not come, or is not ours, is said plainly; a lost connection is not', async () => {
  const { page } = await browser.open('idle')
  const mark = page.getByRole('button', { name: /^Update/ })
  await page.evaluate(say({ kind: 'failed', trouble: 'unreachable', nextTryAtMs: 0 }))
  expect(await mark.count()).toBe(0)
  await page.evaluate(say({ kind: 'failed', trouble: 'untrusted', nextTryAtMs: 0 }))
  await mark.click()
  await page.getByText('not from the makers of Najva').waitFor()
  await page.keyboard.press('Escape')
  await page.evaluate(say({ kind: 'stuck', version: '1.1.0' }, '1.1.0'))
  await mark.click()
  await page.getByText('it is not what runs').waitFor()
  await page.getByText('asks for version 1.1.0 or later').waitFor()
  await page.close()
})

test.each([
  ['installer', 'installs newer versions on this computer'],
  ['policy', 'has switched updates off here'],
] as const)('a desk that does not renew itself says who does: %s', async (why, sentence) => {
  const { page } = await browser.open('idle')
  await page.evaluate(say({ kind: 'off', why }, '1.1.0'))
  await page.getByRole('button', { name: /^Update/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Update' })
  await dialog.getByText(sentence).waitFor()
  expect(await dialog.getByRole('button', { name: 'Look for a newer version' }).isDisabled()).toBe(true)
  await page.close()
})

test('what is new is told in the language of whoever reads it', async () => {
  const { page } = await browser.open('idle', 'fa')
  const notes = { en: 'Faster', fa: 'تندتر' }
  await page.evaluate(say({ kind: 'ready', version: '1.1.0', notes, hindrance: null }))
  await page
    .getByRole('button', { name: /به‌روزرسانی/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('تندتر').waitFor()
  expect(await dialog.getByText('Faster').count()).toBe(0)
  await page.close()
})
