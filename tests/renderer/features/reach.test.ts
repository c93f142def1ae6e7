/** Whether calls reach this desk, as the status bar says it, and who may be available meanwhile. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const setReach = (page: Page, reach: object) =>
  page.evaluate(`store.setState({ reach: ${JSON.stringify(reach)} })`)
const mark = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words })

test('a site that asks for no proof shows nothing of it', async () => {
  const { page } = await browser.open('idle')
  expect(await page.getByText(en['reach.proven']).count()).toBe(0)
  await page.close()
})

test('each state has its words, and what failed can be tried again', async () => {
  const { page } = await browser.open('idle')
  await setReach(page, { policy: 'warn', state: { kind: 'proven', atMs: Date.now() } })
  await mark(page, en['reach.proven']).waitFor()
  await setReach(page, { policy: 'warn', state: { kind: 'proving' } })
  await mark(page, en['reach.proving']).waitFor()
  for (const step of ['registration', 'call', 'sound', 'mute'] as const) {
    await setReach(page, { policy: 'warn', state: { kind: 'failed', step, failure: null, atMs: 0 } })
    await mark(page, en[`reach.failed.${step}`]).getByRole('button', { name: en['reach.again'] }).waitFor()
  }
  await page.close()
})

test('where it is required, Available is locked and says why; a warning locks nothing', async () => {
  const { page } = await browser.open('idle')
  const state = { kind: 'failed', step: 'sound', failure: null, atMs: 0 }
  await setReach(page, { policy: 'require', state })
  await page.getByRole('button', { name: en['status.button'] }).click()
  const available = page.getByRole('menuitem', { name: en['presence.available'] })
  await available.waitFor()
  expect(await available.getAttribute('aria-disabled')).toBe('true')
  expect(await available.textContent()).toContain(en['reach.failed.sound'])
  await setReach(page, { policy: 'warn', state })
  await expect.poll(() => available.getAttribute('aria-disabled'), { timeout: 15_000 }).toBeNull()
  await page.close()
})

test('in Persian too', async () => {
  const { page } = await browser.open('idle', 'fa')
  await setReach(page, { policy: 'warn', state: { kind: 'proven', atMs: Date.now() } })
  await mark(page, fa['reach.proven']).waitFor()
  await page.close()
})
