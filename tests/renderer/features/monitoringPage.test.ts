/** What the page offers of monitoring: no more than its person may, never on oneself, and the silent shadow in words. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

/** Changes the model in the page as the live stream would; `change` is the text of a function of a centre. */
const changeCentre = (page: Page, change: string): Promise<void> =>
  page.evaluate(`(() => {
    const { centre } = window.store.getState()
    window.store.setState({ centre: (${change})(structuredClone(centre)) })
  })()`)
const setRight = (page: Page, right: string) =>
  changeCentre(page, `(centre) => ({ ...centre, monitorRight: ${JSON.stringify(right)} })`)

const row = (page: Page, name: string, grid = 'Agents') =>
  page.getByRole('grid', { name: grid, exact: true }).locator('[data-row]').filter({ hasText: name }).first()
/** What can be done with a person, by name; a number that can be called is named by itself and left out. */
const names = async (page: Page, name: string) => {
  const buttons = row(page, name).getByRole('button')
  await buttons.last().waitFor()
  const labels = await buttons.evaluateAll((each) => each.map((button) => button.getAttribute('aria-label')))
  return labels.filter((label) => label !== null)
}

test('one’s own row has its menu and nothing to monitor with, and the menu stands where the others do', async () => {
  const { page } = await browser.open('floor')
  const grid = page.getByRole('grid', { name: 'Agents', exact: true })
  // By name in the alphabet: next to Nasrin, some twenty rows down.
  await grid.evaluate((element) => {
    element.scrollTop = 16 * 34
  })
  await row(page, 'Nima Sadeghi').waitFor()
  expect(await names(page, 'Nima Sadeghi')).toEqual(['More for Nima Sadeghi'])
  expect(await names(page, 'Nasrin Moradi')).toHaveLength(5)
  const edges = ['Nima Sadeghi', 'Nasrin Moradi'].map((name) => row(page, name).getByRole('button').last())
  const [own, other] = await Promise.all(edges.map((button) => button.boundingBox()))
  expect(own?.x).toBeCloseTo(other?.x ?? Number.NaN, 0)
  await page.close()
})

test('who may only listen is told so by every other button, and none of them or of the keys does anything', async () => {
  const { page, performed } = await browser.open('floor')
  await setRight(page, 'listen')
  for (const name of ['Whisper to', 'Barge into', 'Take over from']) {
    const button = page.getByRole('button', { name: `${name} Arash Moradi` })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await button.getAttribute('data-tip')).toBe('You may only listen to calls.')
    await button.click({ force: true })
  }
  await row(page, 'Arash Moradi').focus()
  for (const key of ['w', 'b', 't']) await page.keyboard.press(key)
  expect(await performed()).toEqual([])
  await page.getByRole('button', { name: 'Listen to Arash Moradi' }).click()
  expect(await performed()).toHaveLength(1)
  await page.close()
})

test('in the dock too, who may only listen cannot press what makes them heard', async () => {
  const { page, performed, show } = await browser.open('monitoringFour')
  await setRight(page, 'listen')
  const strip = page.getByRole('region', { name: 'Monitoring' }).locator('li').first()
  for (const name of ['Whisper', 'Barge', 'Hold to whisper', 'Take over']) {
    const button = strip.getByRole('button', { name, exact: true })
    expect(await button.getAttribute('aria-disabled'), name).toBe('true')
    expect(await button.getAttribute('data-tip'), name).toBe('You may only listen.')
    await button.click({ force: true })
  }
  // A pointer that leaves a button lets go of what it held; nothing was.
  expect((await performed()).filter((each) => each !== 'holdWhisper false')).toEqual([])
  // Everybody else presses them as before, and reads whether the agent is told.
  await show('monitoringFour')
  await strip.getByRole('button', { name: 'Barge', exact: true }).click()
  expect((await performed()).at(-1)).toBe('steerMonitor m1 barge')
  expect(await strip.getByText('The agent is told.').count()).toBe(1)
  await page.close()
})

test('who may not monitor is offered nothing of it, by button or by key', async () => {
  const { page, performed } = await browser.open('floor')
  await setRight(page, 'none')
  expect(await names(page, 'Arash Moradi')).toEqual(['More for Arash Moradi'])
  expect(await page.getByRole('button', { name: /^Listen to/ }).count()).toBe(0)
  await row(page, 'Arash Moradi').focus()
  await page.keyboard.press('l')
  await row(page, 'Sales', 'Queues').focus()
  await page.keyboard.press('l')
  expect(await performed()).toEqual([])
  await page.close()
})

test('calls of a queue that is not monitored are not offered, and why is said', async () => {
  const { page, performed } = await browser.open('floor')
  await changeCentre(
    page,
    `(centre) => {
      const { queueId } = centre.calls.find((call) => call.id === 'talk-0')
      return { ...centre, queues: centre.queues.map((q) => (q.id === queueId ? { ...q, allowsMonitoring: false } : q)) }
    }`,
  )
  for (const name of ['Listen to Arash Moradi', 'Take over from Arash Moradi']) {
    const button = page.getByRole('button', { name })
    expect(await button.getAttribute('data-tip')).toBe('Calls of this queue are not monitored.')
    await button.click({ force: true })
  }
  const next = page.locator('[aria-label^="Listen to the next call of"][aria-disabled="true"]')
  expect(await next.count()).toBe(1)
  await next.click({ force: true })
  expect(await performed()).toEqual([])
  await page.close()
})

test('a person is paused in one queue and back, by its name and the reason; pauses the gateway holds are named', async () => {
  const { page, performed } = await browser.open('floor')
  await page.evaluate('window.actsSucceed = true')
  await row(page, 'Arash Moradi').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Pause in a queue…', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Pause Arash Moradi in…' })
  await dialog.getByRole('option').first().waitFor()
  const [first] = await dialog.getByRole('option').allInnerTexts()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText(/^Arash Moradi is paused in /).waitFor()
  const [asked] = await performed()
  expect(asked).toMatch(/^floor\.pauseInQueue \{"queueId":"[^"]+","agentId":"agent-0","reasonId":"[^"]+"\}$/)
  expect(first?.length).toBeGreaterThan(3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(/^Arash Moradi is offered calls of .+ again/).waitFor()
  expect((await performed())[1]).toContain('"reasonId":null')

  await changeCentre(
    page,
    `(centre) => ({
      ...centre,
      queues: centre.queues.map((q) => ({
        ...q,
        members: q.members.map((m) => ({ ...m, pausedReason: 'takeover' })),
      })),
      agents: centre.agents.map((each) => ({
        ...each,
        status: { kind: 'available', sinceMs: 1 },
        activity: { kind: 'idle', sinceMs: 1 },
      })),
    })`,
  )
  await page.locator('[data-tip*="their caller is being taken over: "]').first().waitFor()
  expect(await page.locator('[data-tip*="takeover"]').count()).toBe(0)
  await page.close()
})

test('an agent is offered to listen on, reads that nobody hears them, and stops', async () => {
  const { page, performed, show } = await browser.open('shadowOffered')
  await page.getByText('Nima Sadeghi has taken your caller over.').waitFor()
  await page.getByRole('button', { name: 'Listen on silently' }).click()
  expect((await performed())[0]).toMatch(/^startShadow /)
  await show('shadowing')
  await page.getByText(/^You are listening silently to .+ and the caller\. Nobody hears you\.$/).waitFor()
  // A supervisor's dock is not for agents: there is nothing to press but the way out.
  expect(await page.getByRole('region', { name: 'Monitoring' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Listen on silently' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  expect((await performed()).at(-1)).toBe('stopMonitor shadow')
  await show('takenOver')
  await page.getByText('You are listening silently').waitFor({ state: 'detached' })
  await page.close()
})

test('who has the caller is told of the shadow, and ends it', async () => {
  const { page, performed } = await browser.open('shadowTold')
  await page.getByText(/, whose caller you took over, listens on silently$/).waitFor()
  await page.getByRole('button', { name: 'End listening' }).click()
  expect(await performed()).toEqual(['monitor.stop {"monitorId":"shadow"}'])
  // The shadow is no session of theirs.
  expect(await page.getByRole('region', { name: 'Monitoring' }).locator('li').count()).toBe(1)
  await page.close()
})
