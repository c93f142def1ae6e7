/** The desk in a person's hands: its names, its keys, its two directions, and a note that survives the call's end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test('the names that tests and screen readers go by are there, once', async () => {
  const { page, show } = await browser.open('talking')
  for (const name of ['Phone', 'Caller', 'Queue', 'Status']) {
    expect(await page.getByRole('region', { name, exact: true }).count(), name).toBe(1)
  }
  for (const name of ['Status', 'Mute', 'Hold', 'Keypad', 'Hang up']) {
    expect(await page.getByRole('button', { name }).count(), name).toBe(1)
  }
  expect(await page.getByRole('status').count()).toBe(1)
  await show('held')
  await page.getByRole('button', { name: 'Unmute' }).waitFor()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await show('wrapUp')
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radiogroup', { name: 'Disposition' }).waitFor()
  await wrapUp.getByRole('textbox', { name: 'Note' }).waitFor()
  expect(await wrapUp.getByRole('button', { name: /^(Extend|Finish wrap-up)$/ }).count()).toBe(2)
  await page.close()
})

test('in a call every action has its key, and Escape never hangs up', async () => {
  const { page, performed } = await browser.open('talking')
  for (const key of ['F9', 'F8', 'Escape', 'F4']) await page.keyboard.press(key)
  expect(await performed()).toEqual(['setMuted true', 'setHeld true', 'hangUp'])
  await page.keyboard.press('Alt+k')
  await page.keyboard.press('1')
  // A Persian layout types its own digits.
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: '۲', bubbles: true })),
  )
  await page.keyboard.press('#')
  expect((await performed()).slice(3)).toEqual(['sendDigit 1', 'sendDigit 2', 'sendDigit #'])
  await page.keyboard.press('Alt+n')
  await page.keyboard.type('12')
  expect((await performed()).length).toBe(6)
  await page.close()
})

test('a tooltip shows the key on keyboard focus and Escape hides it', async () => {
  const { page } = await browser.open('talking')
  await page.getByRole('button', { name: 'Hang up' }).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  expect(await page.getByRole('tooltip').innerText()).toContain('F4')
  await page.keyboard.press('Escape')
  expect(await page.getByRole('tooltip').count()).toBe(0)
  await page.close()
})

test('the status is chosen with the keyboard alone', async () => {
  const { page, performed } = await browser.open('idle')
  await page.keyboard.press('Alt+s')
  const names = await page.getByRole('menuitem').allInnerTexts()
  expect(names).toEqual(['Available', 'Break…', 'Not ready…'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('menuitem', { name: 'Lunch' }).waitFor()
  await page.keyboard.press('Enter')
  expect(await performed()).toEqual(['chooseStatus lunch'])
  await page.close()
})

test('the note keeps its caret when the call ends under the hands', async () => {
  const { page, show } = await browser.open('talking')
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.focus()
  await page.keyboard.press('Home')
  await note.evaluate((field) => field.setAttribute('data-mark', 'same'))
  await show('wrapUp')
  await page.getByRole('region', { name: 'Wrap-up' }).waitFor()
  const after = await note.evaluate((field) => [
    field.getAttribute('data-mark'),
    document.activeElement === field,
  ])
  expect(after).toEqual(['same', true])
  await page.close()
})

test('finishing asks for what is missing, in place, and nothing is sent before', async () => {
  const { page, performed, show } = await browser.open('talking')
  await show('wrapUp')
  await page.getByRole('radio', { name: 'Solved' }).check()
  await page.getByRole('radio', { name: 'Call back' }).check()
  await page.getByRole('button', { name: 'No follow-up' }).click()
  await page.keyboard.press('Control+Enter')
  await page.getByText('This outcome needs a follow-up day.').waitFor()
  expect(await performed()).toEqual([])
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  expect(await performed()).toEqual(['finishWrapUp'])
  await page.close()
})

test('several people: the agent chooses, and the card of the chosen one opens', async () => {
  const { page } = await browser.open('several')
  const caller = page.getByRole('region', { name: 'Caller' })
  expect(await caller.getByRole('button').count()).toBe(4)
  await caller.getByRole('button', { name: /Kaveh/ }).click()
  await caller.getByRole('heading', { name: 'Kaveh Rahimi' }).waitFor()
  await caller.getByRole('button', { name: 'Someone else?' }).click()
  await caller.getByRole('button', { name: /Leila/ }).click()
  await caller.getByRole('heading', { name: 'Leila Rahimi' }).waitFor()
  await page.close()
})

test('in Persian the page runs right to left and telephone numbers do not', async () => {
  const { page } = await browser.open('talking', 'fa')
  expect(await page.evaluate('getComputedStyle(document.body).direction')).toBe('rtl')
  const phone = await page.getByRole('region', { name: 'تلفن' }).boundingBox()
  const queue = await page.getByRole('region', { name: 'صف' }).boundingBox()
  expect(phone?.x ?? 0).toBeGreaterThan(queue?.x ?? 0)
  const numbers = page.locator('[data-number]')
  expect(await numbers.count()).toBeGreaterThan(2)
  for (const number of await numbers.all()) {
    expect(await number.evaluate((each) => getComputedStyle(each).direction)).toBe('ltr')
    // The plus sign stands at the left edge, before the first digit.
    expect(await number.evaluate(startsAtTheLeft)).toBe(true)
  }
  expect(await page.locator('[data-number]').first().innerText()).toBe('+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹')
  await page.close()
})

/** Whether the first character of the element stands to the left of the second. */
function startsAtTheLeft(each: Element): boolean {
  const edge = (index: number): number => {
    const range = document.createRange()
    const text = each.firstChild ?? each
    range.setStart(text, index)
    range.setEnd(text, index + 1)
    return range.getBoundingClientRect().left
  }
  return edge(0) < edge(1)
}

test('the language and the theme change in place, with one key each', async () => {
  const { page } = await browser.open('idle')
  await page.keyboard.press('Alt+l')
  await page.getByRole('region', { name: 'وضعیت' }).waitFor()
  expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual([
    'fa',
    'rtl',
  ])
  await page.keyboard.press('Alt+t')
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  await page.close()
})

test('a follow-up day is shown in the Persian calendar', async () => {
  const { page } = await browser.open('wrapUp', 'fa')
  const shown = await page
    .getByRole('group', { name: /پیگیری/ })
    .first()
    .innerText()
  // 24 November 2026 is 3 Azar 1405.
  expect(shown.replace(/\s/g, '')).toContain('۱۴۰۵/۹/۳')
  await page.close()
})

test('at 480 pixels everything stands in one column', async () => {
  const { page } = await browser.open('talking', 'en', 'light', { viewport: { width: 480, height: 900 } })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(480)
  const caller = await page.getByRole('region', { name: 'Caller' }).boundingBox()
  expect(caller?.width).toBeGreaterThan(400)
  expect(caller?.height).toBeGreaterThan(400)
  await page.close()
})

test.each([
  ['idle', 'No call'],
  ['callerWaits', 'No call'],
  ['ringingNone', 'Not in the customer book'],
] as const)('at 480 pixels nothing of %s lies over what comes after it', async (fixture, heading) => {
  const { page } = await browser.open(fixture, 'en', 'light', { viewport: { width: 480, height: 900 } })
  const region = page.getByRole('region', { name: 'Caller' })
  const said = region.getByRole('heading', { name: heading }).locator('xpath=following-sibling::*[last()]')
  const [panel, last] = [await region.boundingBox(), await said.boundingBox()]
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((panel?.y ?? 0) + (panel?.height ?? 0))
  await page.close()
})

test('at 480 pixels room is kept for a call card that is shown, not for one that is drawn ahead', async () => {
  const { page, show } = await browser.open('idle', 'en', 'light', { viewport: { width: 480, height: 900 } })
  const room = () =>
    page.evaluate(() => {
      const desk = document.querySelector('main')?.parentElement
      return desk == null ? null : getComputedStyle(desk).paddingBlockEnd
    })
  expect(await room()).toBe('0px')
  await show('callerWaits')
  await page.locator('[role=alertdialog]').waitFor({ state: 'attached' })
  expect(await room()).toBe('0px')
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  expect(await room()).toBe('200px')
  await page.close()
})
