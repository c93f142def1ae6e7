/** The pop-out card in a browser: a window over all others, or an ordinary small one, that the page draws into and that goes with it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cardSize } from '#main/electron/windows/popOutPlace'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import {
  type GalleryBrowser,
  type GalleryPage,
  openGalleryBrowser,
} from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

const words = { en, fa }
const soon = { timeout: 60_000, interval: 50 }
// Seven states are looked at by axe in each language and look.
vi.setConfig({ testTimeout: 180_000 })

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

async function popOut({ page }: GalleryPage, locale: 'en' | 'fa' = 'en'): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: words[locale]['popOut.open'], exact: true }).click()
  const card = await opened
  // A page opened by another takes the test's size, not its own.
  await card.setViewportSize({ ...cardSize })
  await expect.poll(() => readState(card), soon).not.toBeNull()
  return card
}

const isAbove = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      (window as { documentPictureInPicture?: { window: Window | null } }).documentPictureInPicture?.window !=
      null,
  )

test.each([
  ['en', 'light'],
  ['en', 'dark'],
  ['fa', 'light'],
  ['fa', 'dark'],
] as const)('shows each call as it comes and goes, over all others (%s, %s)', async (locale, theme) => {
  const t = words[locale]
  const opened = await browser.open('idle', locale, theme)
  const card = await popOut(opened, locale)
  expect(await isAbove(opened.page)).toBe(true)
  expect(await card.locator('html').getAttribute('dir')).toBe(locale === 'fa' ? 'rtl' : 'ltr')
  expect(await card.locator('html').getAttribute('data-theme')).toBe(theme)
  expect(await card.locator('main').innerText()).toContain(t['popOut.idle'])
  for (const state of [
    'ringing',
    'talking',
    'held',
    'dialling',
    'ringingWithheld',
    'hostile',
    'idle',
  ] as const) {
    await opened.show(state)
    await expect.poll(() => readState(card), soon).toBe(toState(state))
    expect(await findSerious(card), state).toEqual([])
    expect(await isCramped(card), state).toBe(false)
  }
  expect(opened.complaints).toEqual([])
  await opened.page.close()
})

/** Asked again and again: a small window that lies beneath others draws no frames to wait for. */
function readState(card: Page): Promise<string | null> {
  return card.evaluate(() => document.querySelector('main')?.dataset.state ?? null)
}

function toState(name: string): string {
  return name === 'ringingWithheld' || name === 'hostile' ? 'ringing' : name
}

/** Whether anything that can be pressed lies outside the window, over another, or in two lines. */
function isCramped(card: Page): Promise<boolean> {
  return card.evaluate(() => {
    const boxes = [...document.querySelectorAll('button')].map((each) => each.getBoundingClientRect())
    const isOut = (box: DOMRect) => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight
    const overlaps = boxes.some((a, i) =>
      boxes
        .slice(i + 1)
        .some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom),
    )
    const isFolded = boxes.some(({ height }) => height > 40)
    return isFolded || boxes.some(isOut) || overlaps || document.documentElement.scrollHeight > innerHeight
  })
}

test('says who calls, and what is pressed there is done by this page', async () => {
  const opened = await browser.open('ringing')
  const card = await popOut(opened)
  const text = await card.locator('main').innerText()
  for (const part of ['Ringing', 'Mina Rahimi', 'VIP', '+98 912 345 6789', 'Support'])
    expect(text).toContain(part)
  const press = (name: string) => card.getByRole('button', { name, exact: true }).click()
  await press('Answer')
  await press('Decline')
  await opened.show('talking')
  await press('Mute')
  await press('Hold')
  await press('Hang up')
  const performed = await opened.performed()
  expect(performed.map((each) => each.split(' ')[0])).toEqual([
    'answer',
    'declineCall',
    'setMuted',
    'setHeld',
    'hangUpCall',
  ])
  await opened.page.close()
})

test('its own close, the button’s second press and the page’s end each take it away', async () => {
  const opened = await browser.open('talking')
  const button = opened.page.getByRole('button', { name: en['popOut.open'], exact: true })
  const first = await popOut(opened)
  expect(await button.getAttribute('aria-pressed')).toBe('true')
  await first.close()
  await expect.poll(() => button.getAttribute('aria-pressed'), soon).toBe('false')
  const second = await popOut(opened)
  await button.click()
  await expect.poll(() => second.isClosed(), soon).toBe(true)
  const third = await popOut(opened)
  await opened.page.reload()
  await expect.poll(() => third.isClosed(), soon).toBe(true)
  await opened.page.close()
})

test('a supervisor who turns to the floor keeps it, and signing out takes it', async () => {
  const opened = await browser.open('supervisorDesk')
  const card = await popOut(opened)
  await opened.show('floor')
  await opened.page.getByRole('region', { name: 'Phone', exact: true }).waitFor({ state: 'detached' })
  await opened.show('floorRinging')
  await expect.poll(() => readState(card), soon).toBe('ringing')
  await opened.show('signIn')
  await expect.poll(() => card.isClosed(), soon).toBe(true)
  await opened.page.close()
})

test('a change of look reaches it', async () => {
  const opened = await browser.open('talking', 'en', 'light')
  const card = await popOut(opened)
  await opened.page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark'
  })
  await expect.poll(() => card.evaluate(() => document.documentElement.dataset.theme), soon).toBe('dark')
  await opened.page.close()
})

test('without such windows it is an ordinary small one, drawn the same and gone with the page', async () => {
  const opened = await browser.open('ringing', 'fa', 'dark')
  await opened.page.evaluate(
    'delete window.documentPictureInPicture; window.documentPictureInPicture = undefined',
  )
  const card = await popOut(opened, 'fa')
  expect(await isAbove(opened.page)).toBe(false)
  expect(await findSerious(card)).toEqual([])
  expect(await isCramped(card)).toBe(false)
  await card.getByRole('button', { name: fa['ringing.answer'], exact: true }).click()
  expect((await opened.performed())[0]).toMatch(/^answer/)
  const closed = card.waitForEvent('close')
  await opened.page.close({ runBeforeUnload: false })
  await closed
  expect(opened.complaints).toEqual([])
})

test('in the program the button is not there, and when the card shows is a setting', async () => {
  const userAgent = 'Mozilla/5.0 Chrome/156.0.0.0 Electron/45.4.1 Safari/537.36'
  const { page } = await browser.open('idle', 'en', 'light', { userAgent })
  expect(await page.getByRole('button', { name: en['popOut.open'], exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: /^Headset and sound/ }).click()
  const field = page.getByRole('combobox', { name: en['popOut.when'] })
  expect(await field.locator('option').allInnerTexts()).toEqual([
    en['popOut.when.never'],
    en['popOut.when.away'],
    en['popOut.when.always'],
  ])
  await field.selectOption('always')
  await expect.poll(() => page.evaluate('window.store.getState().desk.settings.popOut'), soon).toBe('always')
  await page.evaluate(`window.store.setState(({ desk }) => ({ desk: { ...desk, managed: ['popOut'] } }))`)
  await expect.poll(() => field.isDisabled(), soon).toBe(true)
  await page.close()
})
