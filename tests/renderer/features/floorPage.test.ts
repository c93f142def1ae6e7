/** The floor in a supervisor's hands: its names, its keys, what is done about each row, and that nothing jumps. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Centre } from '#contract/centre'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const gridOf = (page: Page, name: string): Locator => page.getByRole('grid', { name, exact: true })
const rowOf = (page: Page, grid: string, text: string): Locator =>
  gridOf(page, grid).locator('[data-row]').filter({ hasText: text }).first()

/** Changes the model in the page as the live stream would. `change` runs there: it sees nothing from here. */
async function changeCentre(page: Page, change: (centre: Centre) => Centre): Promise<void> {
  await page.evaluate(`(() => {
    const { centre } = window.store.getState()
    window.store.setState({ centre: (${String(change)})(structuredClone(centre)) })
  })()`)
}

const namesIn = (page: Page, grid: string): Promise<string[]> =>
  gridOf(page, grid)
    .locator('[data-row]')
    .evaluateAll((rows) =>
      rows
        .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.getAttribute('data-row') ?? ''),
    )

/** What a Playwright assertion would do: asks until it is so, or the test runs out of time. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Never: ${what}`)
}

test('a supervisor has three tabs and three grids, an agent has neither', async () => {
  const { page, show } = await browser.open('floor')
  const names = await page.getByRole('tab').allInnerTexts()
  expect(names).toEqual(['My desk', 'Floor', 'Wallboard'])
  for (const name of ['Agents', 'Queues', 'Waiting']) expect(await gridOf(page, name).count(), name).toBe(1)
  const reza = rowOf(page, 'Agents', 'Arash Moradi')
  for (const name of ['Listen to', 'Whisper to', 'Barge into', 'Take over from']) {
    expect(await reza.getByRole('button', { name: `${name} Arash Moradi`, exact: true }).count(), name).toBe(
      1,
    )
  }
  await show('idle')
  await page.getByRole('region', { name: 'Queue', exact: true }).waitFor()
  expect(await page.getByRole('tab').count()).toBe(0)
  await page.close()
})

test('the tabs go by arrows and by keys, and the tab is kept', async () => {
  const { page } = await browser.open('floor')
  await page.getByRole('tab', { name: 'Floor' }).focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('region', { name: 'Caller', exact: true }).waitFor()
  expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('My desk')
  await page.keyboard.press('Alt+2')
  await gridOf(page, 'Agents').waitFor()
  expect(await page.evaluate('window.store.getState().desk.settings.floor.tab')).toBe('floor')
  await page.close()
})

test('an incoming call is seen and answered on the floor, and in the call its phone is there', async () => {
  const { page, performed, show } = await browser.open('floor')
  const before = await gridOf(page, 'Agents').boundingBox()
  await show('floorRinging')
  await page.getByRole('alertdialog').waitFor()
  // The card lies over the floor and moves nothing.
  expect(await gridOf(page, 'Agents').boundingBox()).toEqual(before)
  await page.getByRole('button', { name: 'Answer', exact: true }).click()
  expect(await performed()).toEqual(['answer'])
  await show('floorTalking')
  await page.getByRole('button', { name: 'Hang up' }).waitFor()
  expect(await gridOf(page, 'Agents').count()).toBe(1)
  await page.getByRole('button', { name: 'Caller card and note' }).click()
  await page.getByRole('textbox', { name: 'Note' }).waitFor()
  await page.close()
})

test('the buttons and the keys of a row monitor its agent; what cannot be done says why', async () => {
  const { page, performed } = await browser.open('floor')
  await page.getByRole('button', { name: 'Whisper to Arash Moradi' }).click()
  await page.getByRole('button', { name: 'Take over from Arash Moradi' }).click()
  const free = page.getByRole('button', { name: 'Take over from Arash Farahani' })
  expect(await free.getAttribute('aria-disabled')).toBe('true')
  expect(await free.getAttribute('data-tip')).toBe('There is no caller to take over just now.')
  await free.click({ force: true })
  await rowOf(page, 'Agents', 'Arash Moradi').focus()
  await page.keyboard.press('b')
  const done = await performed()
  expect(done.length).toBe(3)
  expect(done[0]).toContain('whisper')
  expect(done[1]).toContain('takeOverFrom')
  expect(done[2]).toContain('barge')
  await page.close()
})

test('arrows, Home, End and the page keys lead through a grid, and Tab enters it once', async () => {
  const { page } = await browser.open('floor')
  const rowIndex = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex') ?? null)
  await gridOf(page, 'Agents').locator('[aria-rowindex="2"]').focus()
  await page.keyboard.press('ArrowDown')
  expect(await rowIndex()).toBe('3')
  await page.keyboard.press('End')
  expect(await rowIndex()).toBe('42')
  await page.keyboard.press('ArrowRight')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Listen to/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Home')
  expect(await rowIndex()).toBe('2')
  await page.keyboard.press('PageDown')
  expect(Number(await rowIndex())).toBeGreaterThan(5)
  // The focused row stays in the document when it is scrolled away.
  const focused = await rowIndex()
  await gridOf(page, 'Agents').evaluate((grid) => {
    grid.scrollTop = grid.scrollHeight
  })
  expect(await rowIndex()).toBe(focused)
  expect(await gridOf(page, 'Agents').locator('[data-row][tabindex="0"]').count()).toBe(1)
  await page.close()
})

test('a caller is given to a free agent by the keyboard alone', async () => {
  const { page, performed } = await browser.open('floor')
  await rowOf(page, 'Waiting', '+98 912 000 1002').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Give to…' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Give .* to/ })
  await dialog.waitFor()
  await page.keyboard.type('shirin')
  await until('one agent is found', async () => (await dialog.getByRole('option').count()) === 1)
  const chosen = await dialog.getByRole('option').first().getAttribute('data-key')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await until('the act was asked', async () => (await performed()).length === 1)
  expect(await performed()).toEqual([`floor.giveTo {"callId":"wait-1","agentId":"${chosen}"}`])
  // Refused in the gallery: said in plain words, and it stays.
  await page.getByText(/was not given to Shirin .* and keeps their place/).waitFor()
  await page.close()
})

test('a caller is dragged to a free agent, and cannot be dropped on a busy one', async () => {
  const { page, performed } = await browser.open('floor')
  await page.evaluate('window.actsSucceed = true')
  const caller = rowOf(page, 'Waiting', '+98 912 000 1002')
  await caller.dragTo(rowOf(page, 'Agents', 'Arash Moradi'))
  expect(await performed()).toEqual([])
  await caller.dragTo(rowOf(page, 'Agents', 'Arash Farahani'))
  await page.getByText(/is being put through to Arash Farahani/).waitFor()
  expect(await performed()).toEqual(['floor.giveTo {"callId":"wait-1","agentId":"agent-20"}'])
  await page.close()
})

test('a caller moved to another queue by a slip is moved back', async () => {
  const { page, performed } = await browser.open('floor')
  await page.evaluate('window.actsSucceed = true')
  await rowOf(page, 'Waiting', '+98 912 000 1002')
    .getByRole('button', { name: /^More for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Move to another queue…' }).click()
  await page.getByRole('option', { name: /Billing/ }).click()
  await page.getByText(/now waits in Billing/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await until('it was undone', async () => (await performed()).length === 3)
  expect(await performed()).toEqual([
    'floor.moveToQueue {"callId":"wait-1","queueId":"queue-2"}',
    'floor.moveToQueue {"callId":"wait-1","queueId":"queue-1"}',
    'floor.prioritise {"callId":"wait-1","priority":1}',
  ])
  await page.close()
})

test('hanging up an agent’s call is asked first, and the safe answer has the focus', async () => {
  const { page, performed } = await browser.open('floor')
  const open = async () => {
    await rowOf(page, 'Agents', 'Arash Moradi').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Hang up the call…' }).click()
    await page.getByRole('dialog', { name: /Hang up the call of Arash Moradi/ }).waitFor()
  }
  await open()
  await until('Cancel has the focus', () =>
    page.evaluate(() => document.activeElement?.textContent === 'Cancel'),
  )
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await performed()).toEqual([])
  await open()
  await page.getByRole('dialog').getByRole('button', { name: 'Hang up the call' }).click()
  await until('it was asked', async () => (await performed()).length === 1)
  expect(await performed()).toEqual(['floor.hangUp {"callId":"talk-0"}'])
  await page.close()
})

test('agents are found by name in any writing, by state, and stand under their queues or teams', async () => {
  const { page } = await browser.open('floor', 'fa')
  const grid = gridOf(page, 'کارشناسان')
  const count = () => grid.getAttribute('aria-rowcount')
  const search = page.getByRole('searchbox', { name: 'نام یا شماره' })
  await search.fill('ياسمن')
  await until('four are found', async () => (await count()) === '5')
  await search.fill('۱۰۱۰')
  await until('one is found', async () => (await count()) === '2')
  await search.fill('')
  const grouping = page.getByRole('combobox', { name: 'گروه‌بندی' })
  await grouping.selectOption('queue')
  await until('groups stand', async () => (await grid.locator('[data-group]').count()) > 0)
  // A site without teams offers none.
  expect(await grouping.locator('option').count()).toBe(2)
  await changeCentre(page, (centre) => {
    const [first, second] = centre.agents
    if (first === undefined || second === undefined) return centre
    return { ...centre, teams: [{ id: 'night', name: 'Night', personIds: [first.id, second.id] }] }
  })
  await grouping.selectOption('team')
  const heads = grid.locator('[data-group]')
  await until('the team stands first', async () => (await heads.first().innerText()).startsWith('Night'))
  expect(await heads.first().innerText()).toContain('۲')
  await page.close()
})

test('under the pointer nothing jumps: who goes leaves a gap, who comes stands last; elsewhere it is sorted anew', async () => {
  const { page } = await browser.open('floor')
  const waiting = gridOf(page, 'Waiting')
  await waiting.hover()
  const before = await namesIn(page, 'Waiting')
  await changeCentre(page, (centre) => {
    const [first] = centre.calls
    const calls = centre.calls.filter((call) => call.id !== 'wait-0')
    // Waits longer than anyone: it would stand first.
    if (first !== undefined)
      calls.push({ ...first, id: 'wait-new' as never, queuedAtMs: (first.queuedAtMs as number) - 60_000 })
    return { ...centre, calls }
  })
  await until('the gap is drawn', async () => (await waiting.locator('[data-gone]').count()) === 1)
  expect((await namesIn(page, 'Waiting')).slice(0, before.length)).toEqual(before)
  expect(await waiting.getAttribute('aria-rowcount')).toBe('14')
  await page.mouse.move(5, 5)
  await until('it is sorted anew', async () => (await namesIn(page, 'Waiting'))[0] === 'wait-new')
  expect(await waiting.locator('[data-gone]').count()).toBe(0)
  await page.close()
})

test('a row that changes keeps its element, its place and the focus', async () => {
  const { page } = await browser.open('floor')
  const row = rowOf(page, 'Agents', 'Arash Moradi')
  await row.focus()
  await row.evaluate((element) => element.setAttribute('data-mark', 'same'))
  await changeCentre(page, (centre) => ({
    ...centre,
    agents: centre.agents.map((agent) =>
      agent.id === 'agent-0' ? { ...agent, activity: { kind: 'idle', sinceMs: Date.now() } as never } : agent,
    ),
  }))
  await row.getByText('Available').waitFor()
  expect(await row.getAttribute('data-mark')).toBe('same')
  expect(await row.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.close()
})

test('a lost gateway cannot be overlooked: a banner with its age, and the grids dimmed', async () => {
  const { page, show } = await browser.open('floor')
  expect(await page.getByText('Not live').count()).toBe(0)
  await show('floorLost')
  const banner = page.getByRole('alert').filter({ hasText: 'Not live: no connection to the gateway.' })
  await banner.waitFor()
  expect(await banner.innerText()).toMatch(/01:2\d/)
  const filter = await gridOf(page, 'Agents')
    .locator('[role=rowgroup]')
    .last()
    .evaluate((body) => getComputedStyle(body).filter)
  expect(filter).toBe('grayscale(1)')
  // Each list says how old it is.
  expect(await page.getByRole('region', { name: 'Waiting on the floor' }).innerText()).toMatch(/01:2\d/)
  await page.close()
})

test('the service level opens its formula, and says nothing where nobody was served', async () => {
  const { page } = await browser.open('floor')
  expect(await rowOf(page, 'Queues', 'Complaints').innerText()).toContain('—')
  await page.getByRole('button', { name: 'How the service level is counted' }).click()
  await page.getByRole('dialog', { name: 'Service level' }).getByText('gave up at once)').waitFor()
  await page.close()
})

test('Persian runs right to left: names at the right, buttons at the left, numbers left to right', async () => {
  const { page } = await browser.open('floor', 'fa', 'dark')
  const row = gridOf(page, 'کارشناسان').locator('[aria-rowindex="2"]')
  const name = await row.getByRole('gridcell').first().boundingBox()
  const button = await row.getByRole('button').last().boundingBox()
  expect(name?.x ?? 0).toBeGreaterThan(button?.x ?? 0)
  const number = page.locator('[data-number]').first()
  expect(await number.evaluate((each) => getComputedStyle(each).direction)).toBe('ltr')
  await page.close()
})

test('a list of thousands draws a few dozen rows', async () => {
  const { page } = await browser.open('floor')
  await changeCentre(page, (centre) => {
    const [first] = centre.agents
    const more = Array.from({ length: 2000 }, (_, index) => ({
      ...first,
      id: `many-${index}`,
      name: `Zed ${index}`,
    }))
    return { ...centre, agents: [...centre.agents, ...(more as never[])] }
  })
  const grid = gridOf(page, 'Agents')
  await until('all are counted', async () => (await grid.getAttribute('aria-rowcount')) === '2042')
  expect(await grid.locator('[data-row]').count()).toBeLessThan(60)
  await grid.evaluate((element) => {
    element.scrollTop = element.scrollHeight
  })
  await grid.getByText('Zed 1999').waitFor()
  expect(await grid.locator('[data-row]').count()).toBeLessThan(60)
  await page.close()
})
