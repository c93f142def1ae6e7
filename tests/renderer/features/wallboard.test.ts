/** The wallboard on a wall: read from five metres, nothing cut off, nothing to press, and old figures told as old. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FixtureName } from '#tests/renderer/gallery/fixtures'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

/** Asked again until it is so: the machine may be busy. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

/** The window of the big screen, as `?view=wallboard` opens it. */
async function openWall(locale: 'en' | 'fa' = 'en', fixture: FixtureName = 'wallboard') {
  const opened = await browser.open(fixture, locale, 'dark', { viewport: { width: 1920, height: 1080 } })
  await opened.page.goto(`${opened.page.url()}&view=wallboard`)
  await opened.page.getByRole('main').waitFor()
  await opened.page.evaluate(() => document.fonts.ready.then(() => null))
  return opened
}

const change = (page: Page, part: object) =>
  page.evaluate(`(() => {
    const { desk } = store.getState()
    const wallboard = { ...desk.settings.wallboard, ...${JSON.stringify(part)} }
    store.setState({ desk: { ...desk, settings: { ...desk.settings, wallboard } } })
  })()`)

const settingsOf = (page: Page) => page.evaluate('store.getState().desk.settings.wallboard')

/** What of the board is larger than its place: words that are cut, figures that stand over their edge. */
const findCut = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'main [data-figure], main [data-figure] *, main table, main figcaption, main header *',
      ),
    ]
      .filter((each): each is HTMLElement => each instanceof HTMLElement)
      .filter((each) => {
        const place = each.closest('[data-figure], figure, header')?.parentElement?.getBoundingClientRect()
        const box = each.getBoundingClientRect()
        const isCut = each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline'
        return (isCut && each.clientWidth > 0) || (place !== undefined && box.bottom > place.bottom + 1)
      })
      .map((each) => `${each.tagName} ${each.className}: ${each.textContent?.slice(0, 40)}`),
  )

const pages = ['overview', 'queue', 'agents', 'waiting'] as const

test.each(['en', 'fa'] as const)(
  'on a wall of 1920 × 1080 every figure is at least 90 px high, nothing is cut off and nothing scrolls (%s)',
  async (locale) => {
    const { page, complaints, show } = await openWall(locale)
    for (const fixture of ['wallboard', 'wallboardLost'] as const) {
      await show(fixture)
      for (const name of pages) {
        await change(page, { pages: [name], rotateSeconds: 0 })
        await page.waitForFunction(() => document.querySelector('main header h2') !== null)
        const sizes = await page
          .locator('main [data-figure] dd:nth-of-type(1)')
          .evaluateAll((figures) => figures.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)))
        if (name !== 'waiting') expect(sizes.length, `${fixture} ${name}`).toBeGreaterThanOrEqual(3)
        for (const size of sizes) expect(size, `${fixture} ${name}`).toBeGreaterThanOrEqual(90)
        await soon(() => findCut(page)).toEqual([])
        expect(await findScrolling(page), `${fixture} ${name}`).toEqual([])
      }
    }
    expect(complaints).toEqual([])
    await page.close()
  },
  60_000,
)

/** Elements that have a scroll bar. */
const findScrolling = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter((each) => {
        const { overflowX, overflowY } = getComputedStyle(each)
        const isOpen = each === document.documentElement
        const may = (overflow: string) => isOpen || overflow === 'auto' || overflow === 'scroll'
        return (
          (may(overflowY) && each.scrollHeight > each.clientHeight) ||
          (may(overflowX) && each.scrollWidth > each.clientWidth)
        )
      })
      .map((each) => `${each.tagName} ${each.className}`),
  )

test('in its tab beside a call, with nothing sampled yet, nothing is cut: no figure of a queue, no foot of a chart', async () => {
  const { page, complaints } = await browser.open('talking')
  await page.evaluate(`(() => {
    const { desk } = store.getState()
    const settings = { ...desk.settings, floor: { ...desk.settings.floor, tab: 'wallboard' } }
    store.setState({ desk: { ...desk, session: { ...desk.session, role: 'supervisor' }, settings } })
  })()`)
  const board = page.getByRole('region', { name: 'Wallboard' })
  await board.waitFor()
  const findCutCells = () =>
    board
      .locator('th, td')
      .evaluateAll((cells) =>
        cells.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
      )
  await soon(findCutCells).toEqual([])
  // The moments stand below the plot: where there is no axis of time, half of the lowest figure is cut off.
  const findFeet = () =>
    board.locator('figure [role=img]').evaluateAll((charts) =>
      charts.map((each) => {
        const plot = each.querySelector('.u-over')?.getBoundingClientRect()
        return plot === undefined ? 0 : each.getBoundingClientRect().bottom - plot.bottom
      }),
    )
  await soon(async () => Math.min(...(await findFeet()))).toBeGreaterThan(12)
  expect(complaints).toEqual([])
  await page.close()
})

test('the window shows the wallboard and nothing of the desk', async () => {
  const { page } = await openWall()
  await page.getByRole('main', { name: 'Wallboard' }).waitFor()
  expect(await page.getByRole('region', { name: 'Phone' }).count()).toBe(0)
  expect(await page.getByRole('tab').count()).toBe(0)
  // The desk's own window speaks for both.
  expect(await page.getByRole('log').count()).toBe(0)
  await page.close()
})

test('the controls come with the pointer or the focus, and go by themselves', async () => {
  const { page } = await openWall()
  const opacity = () => page.getByRole('toolbar').evaluate((each) => Number(getComputedStyle(each).opacity))
  await soon(opacity).toBe(0)
  await page.mouse.move(900, 500)
  await page.mouse.move(920, 520)
  await soon(opacity).toBe(1)
  await soon(opacity).toBe(0)
  await page.keyboard.press('Tab')
  await soon(opacity).toBe(1)
  await page.close()
})

test('the pages take turns, stand still when told to, and are turned by hand', async () => {
  const { page } = await openWall()
  const title = () => page.locator('main header h2').innerText()
  await change(page, { pages: ['agents', 'waiting'], rotateSeconds: 1 })
  await soon(title).toBe('Waiting')
  await soon(title).toBe('Agents')
  await page.mouse.move(900, 500)
  await page.getByRole('button', { name: 'Stay on this page' }).click()
  const stood = await title()
  await page.getByRole('button', { name: 'Turn the pages' }).waitFor()
  await page.waitForTimeout(2500)
  expect(await title()).toBe(stood)
  await page.getByRole('button', { name: 'Next page' }).click()
  await soon(title).toBe(stood === 'Agents' ? 'Waiting' : 'Agents')
  await page.getByRole('button', { name: 'Previous page' }).click()
  await soon(title).toBe(stood)
  await page.close()
})

test('a lost connection cannot be overlooked, and the waits stand still with the rest', async () => {
  const { page, show } = await openWall()
  await page.getByText('Live', { exact: true }).waitFor()
  await show('wallboardLost')
  await change(page, { pages: ['overview'], rotateSeconds: 0 })
  const told = page.getByRole('alert')
  await told.getByText('No connection to the gateway').waitFor()
  const box = await told.boundingBox()
  expect(box?.width ?? 0).toBeGreaterThan(1920 * 0.9)
  const frame = page.locator('main [data-lost]')
  expect(await frame.evaluate((each) => getComputedStyle(each).borderTopColor)).toBe('rgb(197, 49, 59)')
  const wait = page.locator('main [data-figure]', { hasText: 'Longest wait' }).locator('dd').first()
  const age = told.getByRole('time')
  // The board is drawn anew with the next second.
  const nextSecond = async () => {
    const before = await age.innerText()
    await soon(() => age.innerText()).not.toBe(before)
  }
  await nextSecond()
  const stood = await wait.innerText()
  await nextSecond()
  await nextSecond()
  expect(await wait.innerText()).toBe(stood)
  await show('wallboard')
  await page.getByText('Live', { exact: true }).waitFor()
  await page.close()
})

test('the lines of the last hour are drawn and told in words', async () => {
  const { page } = await openWall()
  await change(page, { pages: ['overview'], rotateSeconds: 0 })
  const chart = page.getByRole('img', { name: /^Waiting in the last hour: 12 now, \d+ at most$/ })
  await chart.waitFor()
  await page.getByRole('img', { name: /^Service level in the last hour: \d+% now$/ }).waitFor()
  const inked = () =>
    chart.locator('canvas').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      }
      let inked = 0
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) inked += 1
      return inked
    })
  await soon(inked).toBeGreaterThan(1000)
  await page.close()
})

test('in the tab it is dark on a light page, and what it shows is chosen there', async () => {
  const { page } = await browser.open('wallboard', 'en', 'light')
  const board = page.getByRole('region', { name: 'Wallboard' })
  const shade = () => board.evaluate((each) => getComputedStyle(each).backgroundColor)
  expect(await shade()).toBe('rgb(13, 16, 20)')
  await board.hover()
  await board.getByRole('button', { name: 'What to show' }).click()
  const dialog = page.getByRole('dialog', { name: 'What to show' })
  await dialog.getByRole('combobox', { name: 'Look' }).selectOption('light')
  await dialog.getByRole('combobox', { name: 'Turn the page' }).selectOption('60')
  for (const name of ['Queues together', 'Agents', 'Waiting'])
    await dialog.getByRole('checkbox', { name, exact: true }).click()
  // The last page cannot be taken away.
  expect(await dialog.getByRole('checkbox', { name: 'Each queue alone' }).isDisabled()).toBe(true)
  await dialog.getByRole('checkbox', { name: 'Billing' }).click()
  await soon(() => settingsOf(page)).toEqual({
    queueIds: ['queue-2'],
    pages: ['queue'],
    rotateSeconds: 60,
    theme: 'light',
  })
  await page.keyboard.press('Escape')
  await board.getByRole('heading', { name: 'Billing' }).waitFor()
  expect(await shade()).toBe('rgb(239, 241, 245)')
  await page.close()
})

test('the big screen is opened in a window of its own, once', async () => {
  const { page } = await browser.open('wallboard')
  await page.getByRole('region', { name: 'Wallboard' }).hover()
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Open on the big screen' }).click()
  const popup = await opened
  await soon(() => new URL(popup.url()).search).toBe('?view=wallboard')
  await page.getByRole('button', { name: 'Open on the big screen' }).click()
  await page.waitForTimeout(500)
  expect(page.context().pages()).toHaveLength(2)
  await popup.close()
  await page.close()
})

test('with no queues and nobody there each page says so', async () => {
  const { page, show, complaints } = await openWall('en', 'floorEmpty')
  await show('floorEmpty')
  await change(page, { pages: ['agents'], rotateSeconds: 0 })
  await page.getByText('Nobody of these queues is signed in').waitFor()
  await change(page, { pages: ['waiting'] })
  await page.getByText('Nobody is waiting').waitFor()
  await change(page, { pages: ['queue'] })
  await page.getByRole('main').getByText('Queues together').waitFor()
  expect(complaints).toEqual([])
  await page.close()
})
