/** However low the window, every part of a card can be brought into sight and clicked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

test.each(['talking', 'cardSensitive'] as const)('the last block of the card of %s', async (fixture) => {
  const { page } = await browser.open(fixture)
  await page.setViewportSize({ width: 1280, height: 720 })
  const older = page.getByRole('button', { name: /earlier contacts/ })
  // A click is refused by what lies over its target.
  await older.click()
  const last = page.getByRole('region', { name: 'Caller' }).getByText('as of').last()
  await last.scrollIntoViewIfNeeded()
  const [card, shown] = await Promise.all([
    page.getByRole('region', { name: 'Caller' }).boundingBox(),
    last.boundingBox(),
  ])
  if (card === null || shown === null) throw new Error('The card is not there')
  expect(shown.y).toBeGreaterThanOrEqual(card.y)
  expect(shown.y + shown.height).toBeLessThanOrEqual(card.y + card.height)
  await page.close()
})
