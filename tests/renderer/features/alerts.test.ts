/** The alerts in a supervisor's hands: the strip, the way to a row, muting, thresholds, sound and notifications. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const strip = (page: Page) => page.getByRole('region', { name: 'Alerts', exact: true })

/** Asked again until it is so: the machine may be busy. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

/** A new alert, as the desk's own look-over would tell it. */
const tellNews = (page: Page) =>
  page.evaluate(`(() => {
    const { alerts } = store.getState()
    const news = { serial: alerts.news.serial + 1, alerts: alerts.list.slice(2, 4) }
    store.setState({ alerts: { ...alerts, news } })
  })()`)

const alertSettings = (page: Page) =>
  page.evaluate<{ sound: boolean; notify: boolean; all: object; queues: unknown[] }>(
    'store.getState().desk.settings.alerts',
  )

test('the strip shows what presses most in one line, and says how many there are and how many are muted', async () => {
  const { page } = await browser.open('alerts')
  const shown = strip(page).getByRole('listitem')
  expect(await shown.count()).toBe(3)
  expect(await shown.first().innerText()).toContain('The telephone system is not connected')
  const tops = await shown.evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top))
  expect(new Set(tops).size).toBe(1)
  await strip(page).getByText('1 muted').waitFor()
  await strip(page).getByRole('button', { name: 'Show all 13 alerts' }).waitFor()
  await page.close()
})

test('three hundred alerts stand by kind, counted, and no kind draws more than fifty', async () => {
  const { page } = await browser.open('alertsMany')
  const floorBefore = await page.getByRole('grid', { name: 'Agents' }).boundingBox()
  await strip(page).getByRole('button', { name: 'Show all 300 alerts' }).click()
  const all = page.getByRole('region', { name: 'All alerts' })
  await all.getByRole('heading', { name: 'Long holds 97' }).waitFor()
  await all.getByText('and 47 more').first().waitFor()
  expect(await all.getByRole('listitem').count()).toBeLessThanOrEqual(10 + 3 * 50)
  const box = await all.boundingBox()
  expect(box?.height ?? 0).toBeLessThanOrEqual(0.4 * 800 + 1)
  await strip(page).getByRole('button', { name: 'Show fewer' }).click()
  expect(await page.getByRole('grid', { name: 'Agents' }).boundingBox()).toEqual(floorBefore)
  await page.close()
})

test('with nothing to tell it keeps its line, and the thresholds are within reach', async () => {
  const { page, show } = await browser.open('alerts')
  const before = await strip(page).boundingBox()
  await show('floor')
  await strip(page).getByText('Nothing needs you just now').waitFor()
  expect((await strip(page).boundingBox())?.height).toBe(before?.height)
  await strip(page).getByRole('button', { name: 'Alert thresholds' }).waitFor()
  await page.close()
})

test('the sentence of an alert leads to the row it is about', async () => {
  const { page } = await browser.open('alerts')
  const sentence = strip(page).getByRole('button', { name: /^(?!Mute).* asks for help/ })
  const name = (await sentence.innerText()).split(' asks')[0] ?? ''
  await sentence.click()
  const row = page.getByRole('grid', { name: 'Agents' }).getByRole('row', { name: new RegExp(name) })
  await row.waitFor()
  await expect.poll(() => row.evaluate((each) => each.contains(document.activeElement))).toBe(true)
  await page.close()
})

test('an alert is muted for a while from its own menu, with the keyboard alone', async () => {
  const { page, performed } = await browser.open('alerts')
  await strip(page)
    .getByRole('button', { name: /^Mute: The telephone system/ })
    .focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Mute for 5 minutes' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await soon(performed).toEqual(['muteAlert link:switch 15'])
  await page.close()
})

test('a muted one says until when, and can be made loud again', async () => {
  const { page, performed } = await browser.open('alerts')
  await strip(page).getByRole('button', { name: 'Show all 13 alerts' }).click()
  await page.getByRole('button', { name: /^Muted until \d\d:\d\d: .*nobody is free/ }).click()
  await page.getByRole('menuitem', { name: 'Unmute' }).click()
  expect((await performed()).at(-1)).toMatch(/^muteAlert nobodyFree:.* 0$/)
  await page.close()
})

test('news are read out politely, two of them in words', async () => {
  const { page } = await browser.open('alerts')
  const log = page.getByRole('log')
  expect(await log.getAttribute('aria-live')).toBe('polite')
  await tellNews(page)
  await soon(() => log.innerText()).toMatch(/asks for help: VIP\. .* has vanished$/)
  await page.close()
})

test('a new alert sounds once, on every tab, never without end, and not where sound is turned off', async () => {
  const { page } = await browser.open('alerts')
  await page.evaluate(`(() => {
    window.soundedAtMs = []
    const Real = window.AudioContext
    window.AudioContext = class extends Real {
      constructor(...all) {
        // To open it takes as long as the machine is busy: the moment before counts.
        const atMs = performance.now()
        super(...all)
        window.soundedAtMs.push(atMs)
      }
    }
  })()`)
  const soundedAtMs = () => page.evaluate<number[]>('window.soundedAtMs')
  const sounded = async () => (await soundedAtMs()).length
  await tellNews(page)
  await soon(sounded).toBe(1)
  await page.getByRole('tab', { name: 'My desk' }).click()
  // News upon news: the next sound comes when the first is some seconds past.
  await soon(async () => {
    await tellNews(page)
    return sounded()
  }).toBe(2)
  const [first = 0, second = 0] = await soundedAtMs()
  expect(second - first).toBeGreaterThan(4500)
  await page.evaluate(`(() => {
    const { desk } = store.getState()
    const alerts = { ...desk.settings.alerts, sound: false }
    store.setState({ desk: { ...desk, settings: { ...desk.settings, alerts } } })
  })()`)
  await tellNews(page)
  await soon(() => page.getByRole('log').innerText()).toContain('has vanished')
  expect(await sounded()).toBe(2)
  await page.close()
})

test('the browser is asked for notifications by the click alone, and a refusal is told in place', async () => {
  const { page } = await browser.open('alerts')
  await page.evaluate(`(() => {
    window.asked = 0
    window.answer = 'denied'
    window.notified = []
    window.Notification = class {
      static get permission() { return window.answer }
      static requestPermission() { window.asked += 1; return Promise.resolve(window.answer) }
      constructor(title, options) { window.notified.push([title, options.body]) }
      addEventListener() {}
      close() {}
    }
    document.hasFocus = () => false
  })()`)
  await strip(page).getByRole('button', { name: 'Alert thresholds' }).click()
  const dialog = page.getByRole('dialog', { name: 'Alert thresholds' })
  const box = dialog.getByRole('checkbox', { name: /notification/ })
  expect(await page.evaluate('window.asked')).toBe(0)
  await box.click()
  await dialog
    .getByRole('alert')
    .getByText(/does not allow notifications/)
    .waitFor()
  expect((await alertSettings(page)).notify).toBe(false)
  await page.evaluate('window.answer = "granted"')
  await box.click()
  await soon(async () => (await alertSettings(page)).notify).toBe(true)
  expect(await page.evaluate('window.asked')).toBe(2)
  await page.keyboard.press('Escape')
  await tellNews(page)
  await soon(() => page.evaluate('window.notified.length')).toBe(1)
  expect(await page.evaluate('window.notified[0][1]')).toContain('asks for help: VIP')
  await page.close()
})

test('a threshold is set for all queues, for one of them, turned off, and given back', async () => {
  const { page, complaints } = await browser.open('alerts')
  const opener = strip(page).getByRole('button', { name: 'Alert thresholds' })
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'Alert thresholds' })
  const wait = dialog.getByRole('group', { name: 'Longest wait' })
  await wait.getByRole('textbox').fill('90')
  await page.keyboard.press('Tab')
  await soon(async () => (await alertSettings(page)).all).toMatchObject({ longestWaitMs: 90_000 })
  await dialog.getByRole('group', { name: 'Break' }).last().getByRole('combobox').selectOption('off')
  await soon(async () => (await alertSettings(page)).all).toMatchObject({ longBreakMs: null })
  await dialog.getByRole('combobox', { name: 'Thresholds for' }).selectOption({ label: 'Sales' })
  await expect
    .poll(() => wait.getByRole('combobox').locator('option:checked').innerText())
    .toBe('As for all (90 s)')
  await wait.getByRole('combobox').selectOption('on')
  await wait.getByRole('textbox').fill('45')
  await page.keyboard.press('Enter')
  const own = { queueId: 'queue-1', thresholds: { longestWaitMs: 45_000 } }
  await soon(async () => (await alertSettings(page)).queues).toEqual([own])
  await wait.getByRole('textbox').fill('')
  await page.keyboard.press('Tab')
  expect((await alertSettings(page)).queues).toEqual([own])
  await wait.getByRole('combobox').selectOption('asAll')
  await soon(async () => (await alertSettings(page)).queues).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  expect(await opener.evaluate((each) => each === document.activeElement)).toBe(true)
  await page.close()
})

test('what is no number is put back, and what is out of range is kept within it', async () => {
  const { page } = await browser.open('alerts')
  await strip(page).getByRole('button', { name: 'Alert thresholds' }).click()
  const wait = page.getByRole('group', { name: 'Longest wait' }).getByRole('textbox')
  for (const [typed, shown] of [
    ['many', '120'],
    ['1,800', '1,800'],
    ['2', '5'],
    ['99999', '3,600'],
    ['61.4', '61'],
  ] as const) {
    await wait.fill(typed)
    await page.keyboard.press('Enter')
    await soon(() => wait.inputValue()).toBe(shown)
  }
  await page.keyboard.press('ArrowUp')
  await soon(async () => (await alertSettings(page)).all).toMatchObject({ longestWaitMs: 62_000 })
  await page.close()
})

test('in Persian the numbers of the dialog are Persian, and are understood', async () => {
  const { page } = await browser.open('alerts', 'fa', 'dark')
  await page.getByRole('button', { name: 'آستانه‌های هشدار' }).click()
  const level = page.getByRole('group', { name: 'سطح سرویسی که باید بماند' })
  expect(await level.getByRole('textbox').inputValue()).toBe('۸۰')
  await level.getByRole('textbox').fill('۹۰')
  await page.keyboard.press('Tab')
  await soon(async () => (await alertSettings(page)).all).toMatchObject({ serviceLevel: 0.9 })
  await page.close()
})
