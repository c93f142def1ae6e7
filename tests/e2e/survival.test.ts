/** What an agent chose and wrote outlives a reload, a closed page and a second window. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type DeskBrowser,
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

const soon = { timeout: 15_000, interval: 50 }
let browser: DeskBrowser
let room: PracticeDesk
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await openDeskBrowser()
  room = await openPracticeDesk({ locale: 'en' })
})

afterAll(async () => {
  await browser.close()
  await room.close()
})

beforeEach(async () => {
  await context?.close()
  context = await browser.browser.newContext()
  page = await openDeskPage(room.desk.url, context)
  await page.getByRole('region', { name: 'Status' }).waitFor()
})

const statusText = (from: Page) => from.getByRole('region', { name: 'Status' }).textContent()

async function chooseStatus(from: Page, item: string, reason?: string): Promise<void> {
  await from.getByRole('button', { name: 'Status' }).click()
  await from.getByRole('menuitem', { name: item }).click()
  if (reason !== undefined) await from.getByRole('menuitem', { name: reason }).click()
}

/** A call answered and hung up: the wrap-up is open. */
async function takeCall(): Promise<void> {
  room.centre.callIn(singingCaller)
  await page
    .getByRole('alertdialog', { name: 'Incoming call' })
    .getByRole('button', { name: 'Answer' })
    .click()
  await page.getByRole('button', { name: 'Hang up' }).click()
  await page.getByRole('region', { name: 'Wrap-up' }).waitFor()
}

async function finish(): Promise<void> {
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByText('Solved').click()
  await wrapUp.getByRole('button', { name: 'Finish wrap-up' }).click()
  await wrapUp.waitFor({ state: 'detached' })
}

test('a break chosen in one window is a break in the other, and after a reload', async () => {
  await chooseStatus(page, 'Break…', 'Lunch')
  await expect.poll(() => statusText(page), soon).toContain('Lunch')
  const second = await openDeskPage(room.desk.url, context)
  await expect.poll(() => statusText(second), soon).toContain('Lunch')
  await second.close()
  await page.reload()
  await expect.poll(() => statusText(page), soon).toContain('Lunch')
  await chooseStatus(page, 'Available')
  await expect.poll(() => statusText(page), soon).toContain('Available')
})

test('one desk has one phone: a second window says where it is, and can take it', async () => {
  const second = await openDeskPage(room.desk.url, context)
  const phone = second.getByRole('region', { name: 'Phone' })
  await expect.poll(() => phone.textContent(), soon).toContain('in another window')
  await phone.getByRole('button', { name: 'Use it here' }).click()
  await expect.poll(() => phone.textContent(), soon).toContain('Ready')
  const first = page.getByRole('region', { name: 'Phone' })
  await expect.poll(() => first.textContent(), soon).toContain('in another window')
  await second.close()
  await expect.poll(() => first.textContent(), soon).toContain('Ready')
})

test('a page closed in mid-sentence loses no letter, and the wrap-up still runs', async () => {
  await takeCall()
  await page.getByLabel('Note').pressSequentially('She will call back about the inv')
  await page.close({ runBeforeUnload: false })
  page = await openDeskPage(room.desk.url, context)
  const note = page.getByRole('region', { name: 'Wrap-up' }).getByLabel('Note')
  await expect.poll(() => note.inputValue(), soon).toBe('She will call back about the inv')
  await note.pressSequentially('!')
  await finish()
})

test('a status chosen during wrap-up waits for its end', async () => {
  await takeCall()
  await chooseStatus(page, 'Break…', 'Lunch')
  await expect.poll(() => statusText(page), soon).toMatch(/Wrap-up[\s\S]*Lunch/)
  await finish()
  await expect.poll(() => statusText(page), soon).not.toContain('Wrap-up')
  expect(await statusText(page)).toContain('Lunch')
  await chooseStatus(page, 'Available')
  await expect.poll(() => statusText(page), soon).toContain('Available')
})

test('more time is given when asked for', async () => {
  await takeCall()
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  const endsAtMs = () => {
    const activity = room.desk.desk.link.session === null ? null : readWrapUp()
    return activity?.endsAtMs ?? 0
  }
  await expect.poll(endsAtMs, soon).toBeGreaterThan(0)
  const before = endsAtMs()
  await wrapUp.getByRole('button', { name: 'Extend' }).click()
  await expect.poll(() => endsAtMs() - before, soon).toBe(30_000)
  await finish()
})

/** The agent's wrap-up as the gateway tells it. */
function readWrapUp(): { endsAtMs: number | null } | null {
  let found: { endsAtMs: number | null } | null = null
  room.desk.desk.link.onLive((message) => {
    if (message.kind !== 'snapshot') return
    const me = message.centre.agents.find((agent) => agent.extension === '1001')
    if (me?.activity.kind === 'wrapUp') found = me.activity.wrapUp
  })()
  return found
}
