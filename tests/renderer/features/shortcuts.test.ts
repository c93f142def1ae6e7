/** Keys for other programs on a real page: chosen by pressing them, refused in plain words, heard here where nothing else hears them. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ShortcutState } from '#contract/shortcuts'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const on = { answer: 'on', hangUp: 'on', mute: 'on', dialSelection: 'on' } as const
const become = (page: Page, state: ShortcutState): Promise<unknown> =>
  page.evaluate(`window.store.setState({ shortcuts: ${JSON.stringify(state)} })`)
const keysNow = (page: Page): Promise<Record<string, string>> =>
  page.evaluate('window.store.getState().desk.settings.shortcuts')

async function openDialog(page: Page, words: typeof en | typeof fa) {
  await page
    .locator('button[aria-haspopup]')
    .filter({ hasText: /Sara|سارا/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: words['shortcuts.open'] }).click()
  const dialog = page.getByRole('dialog', { name: words['shortcuts.title'] })
  await dialog.waitFor()
  return dialog
}
const change = (words: Record<string, string>, action: string): string =>
  (words['shortcuts.changeOf'] ?? '').replace('{action}', words[`shortcuts.${action}`] ?? '')

test.each([
  ['en', en, 'light'],
  ['fa', fa, 'dark'],
] as const)(
  'in %s they are shown as the system writes them, and nothing is serious for axe',
  async (locale, words, theme) => {
    const { page, complaints } = await browser.open('idle', locale, theme)
    const dialog = await openDialog(page, words)
    await dialog.getByText(words['shortcuts.hintSystem']).waitFor()
    expect(await dialog.locator('kbd').first().textContent()).toBe('Ctrl')
    await become(page, { reach: 'system', isMac: true, stands: { ...on, answer: 'refused' } })
    await dialog.getByText(words['shortcuts.refused']).waitFor()
    expect((await dialog.locator('bdi').first().textContent()) ?? '').toBe('⇧⌘F2')
    await become(page, { reach: 'page', isMac: false, stands: on })
    await dialog.getByText(words['shortcuts.hintPage']).waitFor()
    await dialog.getByRole('button', { name: change(words, 'mute') }).click()
    await dialog.getByText(words['shortcuts.press']).waitFor()
    await page.evaluate(axe.source)
    const found = await page.evaluate(
      `axe.run('[role=dialog]').then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))`,
    )
    expect(found).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  },
)

test('keys are chosen by pressing them; what cannot be is said, and nothing changes', async () => {
  const { page, performed } = await browser.open('idle')
  const dialog = await openDialog(page, en)
  await dialog.getByRole('button', { name: change(en, 'answer') }).click()
  await expect.poll(performed).toContain('chooseShortcut')
  const before = await keysNow(page)
  for (const [keys, said] of [
    ['a', /Hold Ctrl and Shift as well/],
    ['Control+Alt+e', /Hold Ctrl and Shift as well/],
    ['F9', /Najva itself has these keys/],
    ['Alt+k', /Najva itself has these keys/],
    ['F5', /other|Other programs have a use/],
    ['Alt+F4', /Your system needs/],
    ['Control+Shift+Enter', /cannot be used here/],
    ['Control+Shift+F4', /Hang up has these keys already/],
  ] as const) {
    await page.keyboard.press(keys)
    await expect.poll(() => dialog.getByRole('status').first().textContent(), { message: keys }).toMatch(said)
    expect(await keysNow(page)).toEqual(before)
  }
  await page.keyboard.press('Control+Alt+Shift+A')
  await expect.poll(async () => (await keysNow(page)).answer).toBe('Mod+Alt+Shift+KeyA')
  await expect.poll(performed).toContain('choseShortcut')
  expect(await performed()).not.toContain('answer')
  await dialog
    .getByRole('button', { name: en['shortcuts.resetOf'].replace('{action}', en['shortcuts.answer']) })
    .click()
  await expect.poll(async () => (await keysNow(page)).answer).toBe('Mod+Shift+F2')
  await dialog
    .getByRole('button', { name: en['shortcuts.clearOf'].replace('{action}', en['shortcuts.mute']) })
    .click()
  await expect.poll(async () => (await keysNow(page)).mute).toBe('')
  // Escape leaves the keys, and the dialog, as they are.
  await dialog.getByRole('button', { name: change(en, 'hangUp') }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog.getByRole('button', { name: change(en, 'hangUp') }).count()).toBe(1)
  expect((await keysNow(page)).hangUp).toBe('Mod+Shift+F4')
  await page.close()
})

test('in a browser the page hears them while it is in front, with what is marked in it; else the system does', async () => {
  const { page, performed } = await browser.open('talking')
  const pressed = async () => (await performed()).filter((each) => each.startsWith('pressShortcut'))
  await page.keyboard.press('Control+Shift+F9')
  expect(await pressed()).toEqual([])
  await become(page, { reach: 'page', isMac: false, stands: { ...on, mute: 'off', dialSelection: 'off' } })
  await page.keyboard.press('Control+Shift+F9')
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('p'), { id: 'marked', textContent: '021 1234' }))`,
  )
  await page.evaluate(`getSelection().selectAllChildren(document.getElementById('marked'))`)
  await page.keyboard.press('Control+Shift+F7')
  await expect.poll(pressed).toEqual(['pressShortcut mute ', 'pressShortcut dialSelection 021 1234'])
  await page.close()
})

test('an organisation’s keys are shown with a lock', async () => {
  const { page } = await browser.open('idle')
  await page.evaluate(
    `window.store.setState(({ desk }) => ({ desk: { ...desk, managed: ['shortcuts.answer'] } }))`,
  )
  const dialog = await openDialog(page, en)
  await dialog.getByText(en['managed.tip']).first().waitFor()
  expect(await dialog.getByRole('button', { name: change(en, 'answer') }).count()).toBe(0)
  await page.close()
})

test('what happened around the page is said until it is dismissed', async () => {
  const { page } = await browser.open('idle')
  for (const news of ['noNumber', 'slept', 'pageCrashed'] as const) {
    await page.evaluate(`window.store.setState({ shellNews: '${news}' })`)
    await page.getByText(en[`shellNews.${news}`]).waitFor()
  }
  await page.getByRole('button', { name: en['action.dismiss'] }).click()
  await page.getByText(en['shellNews.pageCrashed']).waitFor({ state: 'detached' })
  await page.close()
})
