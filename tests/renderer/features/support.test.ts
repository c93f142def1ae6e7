/** The file for support is shown whole before it is saved, and what is saved is what was shown. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test.each([
  ['en', en],
  ['fa', fa],
] as const)('in %s one click shows it, another saves it', async (locale, words) => {
  const { page, complaints } = await browser.open('idle', locale)
  await page
    .getByRole('button', { name: /Sara|سارا/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: words['support.open'] }).click()
  const dialog = page.getByRole('dialog', { name: words['support.title'] })
  await dialog.getByText(words['support.hint']).waitFor()
  await dialog.getByText(words['support.versions'], { exact: true }).click()
  const shown = await dialog.locator('pre').allTextContents()
  expect(shown).toHaveLength(2)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: words['support.save'] }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('najva-support-2026-11-23.txt')
  const saved = readFileSync(await file.path(), 'utf8')
  for (const text of shown) expect(saved).toContain(text)
  expect(complaints).toEqual([])
  await page.close()
})
