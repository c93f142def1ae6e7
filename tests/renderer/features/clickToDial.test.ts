/** Numbers to click: on the floor and in messages they are called by the rules of the dialler, and a running call is held. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test('a waiting caller’s number on the floor is called by a click', async () => {
  const { page, performed } = await browser.open('floor')
  const waiting = page.getByRole('region', { name: /Waiting/ }).first()
  const number = waiting.locator('button [data-number]').first()
  await number.waitFor()
  const digits = await number.getAttribute('data-number')
  // Not in the row of Tab: the arrows lead to it, as to the row's other buttons.
  expect(await number.locator('xpath=..').getAttribute('tabindex')).toBe('-1')
  await number.click()
  await expect.poll(performed).toContain(`dial ${digits}`)
  await page.close()
})

test('a number in a message is called, an order number in it is not one', async () => {
  const { page, performed } = await browser.open('talking')
  await page.evaluate(`window.store.setState(({ centre, me }) => ({ centre: { ...centre, messages: [{
    id: 'm1', kind: 'line', fromId: 'x', fromName: 'Leila', toId: me.id, callId: null, field: null, atMs: Date.now(),
    text: 'Order 4471: call her son on 0935 222 1144, or ۰۲۱-۸۸۱۲۳۴۵۶ at home.' }] } }))`)
  await page.getByRole('button', { name: '0935 222 1144' }).click()
  await page.getByRole('button', { name: '۰۲۱-۸۸۱۲۳۴۵۶' }).click()
  await expect.poll(performed).toEqual(['dial +989352221144', 'dial +982188123456'])
  expect(await page.getByRole('button', { name: /4471/ }).count()).toBe(0)
  await page.close()
})

test('where the phone is not here, numbers are text alone', async () => {
  const { page } = await browser.open('floor')
  await page.evaluate(`window.store.setState(({ phone }) => ({ phone: { ...phone, seat: 'elsewhere' } }))`)
  await expect.poll(() => page.locator('main button [data-number]').count()).toBe(0)
  await page.close()
})
