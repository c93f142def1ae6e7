/** The settings of calls on the page, by label, in both languages. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallSettings } from '#contract/callSettings'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const settingsOf = (page: Page): Promise<CallSettings> =>
  page.evaluate('store.getState().desk.settings.calls')

test('lines, patience, keys as INFO and automatic answers are set, and the rest stays', async () => {
  const { page, complaints } = await browser.open('soundDevices')
  await page.keyboard.press('Alt+a')
  const rules = page.getByRole('group', { name: 'Calls', exact: true })
  await rules.getByLabel('Calls at once, at most').selectOption('2')
  await rules.getByLabel('Seconds until a call nobody answers is taken back').selectOption('30')
  await rules.getByRole('checkbox', { name: /^Send keys as INFO/ }).check()
  await rules.getByRole('checkbox', { name: 'Calls for which the telephone system asks it' }).check()
  const ofQueues = rules.getByRole('checkbox', { name: /^Callers of / })
  expect(await ofQueues.count()).toBeGreaterThan(0)
  await ofQueues.first().check()
  const set = await settingsOf(page)
  expect(set).toMatchObject({ lines: 2, dialSeconds: 30, digits: 'info', doNotDisturb: false })
  expect(set.autoAnswer.whenAsked).toBe(true)
  expect(set.autoAnswer.queues).toHaveLength(1)
  await ofQueues.first().uncheck()
  expect((await settingsOf(page)).autoAnswer).toEqual({ whenAsked: true, queues: [] })
  expect(complaints).toEqual([])
  await page.screenshot({ path: '/tmp/callrules.png' })
  await page.close()
})
