/** A ringing call on the page: what it says, what the keys do, and that it disturbs nobody who is typing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

/** Longer than the moment in which the red key does not yet decline. */
const afterGuardMs = 700

test('the dialog names the caller, number, queue and wait, over the painted card', async () => {
  const { page } = await browser.open('ringing')
  const dialog = page.getByRole('alertdialog', { name: 'Incoming call' })
  const text = await dialog.innerText()
  for (const part of ['Mina Rahimi', '+98 912 345 6789', '+98 21 9100 1234', 'Support', '01:0']) {
    expect(text).toContain(part)
  }
  const card = await page.getByRole('region', { name: 'Caller' }).innerText()
  for (const part of ['Second delivery', 'IRR', '62 of 100', 'Router AX-3', 'as of', 'Nima Sadeghi']) {
    expect(card).toContain(part)
  }
  expect(await dialog.getByRole('button').allInnerTexts()).toEqual(['Answer', 'Decline'])
  await page.close()
})

test('keys: F2 answers, F4 declines but not in the first moment, Escape, space and Enter do neither', async () => {
  const { page, performed, show } = await browser.open('idle')
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  for (const key of ['F4', 'Escape', 'Space', 'Enter']) await page.keyboard.press(key)
  expect(await performed()).toEqual([])
  await page.keyboard.press('F2')
  expect(await performed()).toEqual(['answer'])
  await page.waitForTimeout(afterGuardMs)
  await page.keyboard.press('F4')
  expect(await performed()).toEqual(['answer', 'decline'])
  await page.close()
})

test('Tab leads from the dialog to Answer, and Enter there answers', async () => {
  const { page, performed, show } = await browser.open('idle')
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await performed()).toEqual(['answer'])
  await page.close()
})

test('a ring never takes the focus from a note, and typing never answers', async () => {
  const { page, performed, show } = await browser.open('wrapUp')
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.focus()
  await page.evaluate(`{
    const field = document.createElement('textarea')
    field.id = 'elsewhere'
    document.body.append(field)
    field.focus()
  }`)
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  await page.keyboard.type('yes, answer 2 ')
  await page.keyboard.press('Enter')
  expect(await page.locator('#elsewhere').inputValue()).toBe('yes, answer 2 \n')
  expect(await performed()).toEqual([])
  await page.close()
})

test('a ring stands over an open dialog, is answered there, and the dialog loses nothing', async () => {
  const { page, performed, show } = await browser.open('idle')
  await page.getByRole('button', { name: 'Pin colleagues and queues' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByRole('searchbox').or(dialog.getByRole('textbox')).first()
  await field.fill('Dari')
  await show('ringing')
  const ring = page.getByRole('alertdialog', { name: 'Incoming call' })
  await ring.waitFor()
  expect(await field.evaluate((each) => each === document.activeElement)).toBe(true)
  await ring.getByRole('button', { name: 'Answer' }).click()
  expect(await performed()).toEqual(['answer'])
  expect(await dialog.count()).toBe(1)
  expect(await field.inputValue()).toBe('Dari')
  await page.close()
})

test('the moment the card is painted is marked once, with the key of the call', async () => {
  const { page, show } = await browser.open('idle')
  const marks = () =>
    page.evaluate<{ key: string }[]>(
      `performance.getEntriesByName('najva:card-painted').map((mark) => mark.detail)`,
    )
  expect(await marks()).toEqual([])
  await show('ringing')
  await page.waitForFunction(`performance.getEntriesByName('najva:card-painted').length > 0`)
  await show('talking')
  await page.getByRole('textbox', { name: 'Note' }).waitFor()
  expect(await marks()).toEqual([{ key: 'call-1' }])
  await page.close()
})

test('the next caller is drawn out of sight, and the ring shows what was drawn', async () => {
  const { page, show } = await browser.open('callerWaits')
  const region = page.getByRole('region', { name: 'Caller' })
  const drawn = region.getByText('Mina Rahimi', { exact: true })
  const callCard = page.locator('[role=alertdialog]')
  await drawn.waitFor({ state: 'attached' })
  const before = [await drawn.elementHandle(), await callCard.elementHandle()]
  const areSeen = () => Promise.all(before.map((drawing) => drawing?.evaluate(isSeen)))
  expect(await areSeen()).toEqual([false, false])
  expect(await region.getByRole('heading', { name: 'Mina Rahimi' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Answer' }).count()).toBe(0)
  await page.keyboard.press('Tab')
  expect(await callCard.evaluate((card) => card.contains(document.activeElement))).toBe(false)
  expect(await region.getByRole('heading', { name: 'No call' }).isVisible()).toBe(true)
  expect(await region.evaluate((panel) => panel.scrollHeight - panel.clientHeight)).toBe(0)
  await show('ringing')
  await page.getByRole('alertdialog').waitFor()
  expect(await region.innerText()).toContain('Second delivery')
  expect(await areSeen()).toEqual([true, true])
  expect(await callCard.count()).toBe(1)
  await page.close()
})

function isSeen(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
}

test('the window says who is ringing', async () => {
  const { page, show } = await browser.open('ringing', 'fa')
  expect(await page.title()).toContain('مینا رحیمی')
  await show('idle')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await expect.poll(() => page.title()).toBe('نجوا')
  await page.close()
})

test('a window that is not painted, because nobody sees it, says who is ringing all the same', async () => {
  const { page, show } = await browser.open('idle')
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0
  })
  await show('ringing')
  await expect.poll(() => page.title()).toContain('Mina Rahimi')
  await page.close()
})

test.each(['en', 'fa'] as const)('hostile text neither runs nor breaks the page (%s)', async (locale) => {
  const { page, complaints } = await browser.open('hostile', locale)
  let alerted = false
  page.on('dialog', () => {
    alerted = true
  })
  for (const width of [1280, 480]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    for (const button of await page.getByRole('alertdialog').getByRole('button').all()) {
      const box = await button.boundingBox()
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
    }
  }
  expect(await page.locator('img, script[src=x], b').count()).toBe(0)
  expect(alerted).toBe(false)
  expect(complaints).toEqual([])
  await page.close()
})
