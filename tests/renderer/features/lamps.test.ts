/** Lamps, waiting messages, the number one shows and numbers to click, in a person's hands. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const lamps = (page: Page) => page.getByRole('list', { name: 'Pinned' }).getByRole('button')
const lamp = (page: Page, name: RegExp) =>
  lamps(page)
    .filter({ has: page.locator('*') })
    .and(page.getByRole('button', { name }))

test('each lamp says in words what its colleague does, and calls them by keyboard', async () => {
  const { page, performed } = await browser.open('pinned')
  await lamps(page).first().waitFor()
  const said = await lamps(page).evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute('aria-label')),
  )
  expect(said).toContain('Dariush Ebrahimi: Available. Call')
  expect(said).toContain('Nasrin Jalali: Ringing. Call')
  expect(said).toContain('Hana Yousefi: Break. Call')
  expect(said).toContain('Support: Somebody is free, 3 waiting')
  expect(said).toContain('Not in view: Not known')
  await lamp(page, /^Dariush/).focus()
  await page.keyboard.press('Enter')
  // A queue takes callers by transfer, and nobody can be reached who is not in view.
  for (const name of [/^Support/, /^Not in view/]) {
    await lamp(page, name).focus()
    await page.keyboard.press('Enter')
  }
  await expect.poll(performed).toEqual([expect.stringMatching(/^dial \d{4}$/)])
  await page.close()
})

test('in a call a lamp hands the caller over in one click; while it rings it does nothing', async () => {
  const { page, performed, show } = await browser.open('pinnedTalking')
  await page.getByText('A click transfers the call:').waitFor()
  await lamp(page, /^Dariush Ebrahimi: Available. Transfer the call to them now$/).click()
  await lamp(page, /^Support: Somebody is free, 3 waiting. Transfer/).click()
  await expect.poll(performed).toEqual([expect.stringMatching(/^transfer \d{4}$/), 'transfer 8001'])
  await show('pinned')
  await page.evaluate(`window.store.setState(({ phone }) => {
    const call = { ...(phone.call ?? {}), sipCallId: 'ring', state: 'ringing', direction: 'in', number: '+989121112233',
      name: null, callId: null, muted: false, holdPending: false, ringingAtMs: Date.now(), answeredAtMs: null, progress: null,
      transfer: null, consultsFor: null, isConferenced: false, failure: null }
    return { phone: { ...phone, call, calls: [call] } }
  })`)
  await lamp(page, /^Dariush/).click()
  expect(await performed()).toHaveLength(2)
  await page.close()
})

test('a colleague who is away has their voicemail behind the lamp', async () => {
  const { page, performed } = await browser.open('pinned')
  await page.evaluate(`window.store.setState(({ centre }) => ({ centre: { ...centre, agents: centre.agents.map((agent) =>
    agent.name === 'Dariush Ebrahimi' ? { ...agent, phone: 'absent' } : agent) } }))`)
  await lamp(page, /^Dariush Ebrahimi: Offline. Leave a message$/).click()
  await expect.poll(performed).toEqual([expect.stringMatching(/^dial \*\d{4}$/)])
  await page.close()
})

test('a model that is not followed any more shows no lamp as if it were', async () => {
  const { page } = await browser.open('pinned')
  await page.evaluate(
    `window.store.setState(({ bridge }) => ({ bridge: { ...bridge, kind: 'disconnected' } }))`,
  )
  await lamp(page, /^Dariush Ebrahimi: Not known/).waitFor()
  await page.close()
})

test('a ring draws no lamp anew', async () => {
  const { page } = await browser.open('pinned')
  await lamps(page).first().waitFor()
  await page.evaluate(`window.changes = 0; new MutationObserver((list) => { window.changes += list.length })
    .observe(document.querySelector('section[aria-label="Pinned"]'), { subtree: true, childList: true, attributes: true, characterData: true })`)
  await page.evaluate(`window.store.setState(({ phone }) => {
    const call = { sipCallId: 'ring', state: 'ringing', direction: 'in', number: '+989121112233', name: null, callId: null,
      muted: false, holdPending: false, ringingAtMs: Date.now(), answeredAtMs: null, progress: null, transfer: null,
      consultsFor: null, isConferenced: false, failure: null }
    return { phone: { ...phone, call, calls: [call] } }
  })`)
  await page
    .getByRole('region', { name: 'Phone', exact: true })
    .getByText('Ringing', { exact: true })
    .waitFor()
  expect(await page.evaluate('window.changes')).toBe(0)
  await page.close()
})

test('pins are chosen by keyboard, kept in order, and at most twenty-four', async () => {
  const { page } = await browser.open('pinned')
  await page.getByRole('button', { name: 'Pin colleagues and queues' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('10 of at most 24 pinned').waitFor()
  await page.keyboard.type('yasaman')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.getByText('11 of at most 24 pinned').waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByText('10 of at most 24 pinned').waitFor()
  // With nothing typed Escape closes, and takes no pin away.
  for (let i = 0; i < 'yasaman'.length; i++) await page.keyboard.press('Backspace')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await lamps(page).count()).toBe(10)
  await page.getByRole('button', { name: 'Pin colleagues and queues' }).click()
  await page.evaluate(`window.store.setState(({ desk }) => ({ desk: { ...desk, settings: { ...desk.settings,
    pins: Array.from({ length: 24 }, (_, i) => ({ kind: 'agent', id: 'user-' + i })) } } }))`)
  await dialog.getByText('24 of at most 24 pinned').waitFor()
  await page.keyboard.type('yasaman')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.getByText('24 of at most 24 pinned').waitFor()
  await page.close()
})

test('what waits in the mailbox is said with its number, and one click calls it', async () => {
  const { page, performed } = await browser.open('pinned')
  await page.getByRole('button', { name: '2 new messages. Call the mailbox' }).click()
  await page.evaluate(
    'window.store.setState(({ phone }) => ({ phone: { ...phone, messages: { fresh: 0, old: 5 } } }))',
  )
  await page.getByRole('button', { name: '5 messages heard. Call the mailbox' }).waitFor()
  await page.evaluate(
    'window.store.setState(({ phone }) => ({ phone: { ...phone, messages: { fresh: 0, old: 0 } } }))',
  )
  await expect.poll(() => page.getByRole('button', { name: /Call the mailbox/ }).count()).toBe(0)
  expect(await performed()).toEqual(['dial *97'])
  await page.close()
})

test('the number to show is chosen where there are several, and named in the reader’s language', async () => {
  const { page } = await browser.open('pinned', 'fa')
  const choice = page.getByRole('combobox', { name: 'نمایش' })
  expect(await choice.locator('option').allTextContents()).toEqual([
    expect.stringContaining('پشتیبانی'),
    expect.stringContaining('فروش'),
  ])
  await choice.selectOption('+982191005678')
  await expect
    .poll(() => page.evaluate('Object.values(window.store.getState().desk.settings.shownNumbers)'))
    .toEqual(['+982191005678'])
  await page.close()
})
