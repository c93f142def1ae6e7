/** A number of another program's link is asked about before anybody is called, in both languages and by keyboard. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const ask = (link: { number: string; extension: string | null }): string =>
  `window.store.setState({ linkCall: ${JSON.stringify(link)} })`

test.each([
  ['en', en],
  ['fa', fa],
] as const)(
  'in %s the number stands there, and the call is made by its button alone',
  async (locale, words) => {
    const { page, performed, complaints } = await browser.open('idle', locale)
    await page.evaluate(ask({ number: '+982112345678', extension: '12' }))
    const dialog = page.getByRole('dialog', { name: words['linkCall.title'] })
    await dialog.getByText(words['linkCall.asked']).waitFor()
    const said = (await dialog.textContent()) ?? ''
    expect(said).toMatch(locale === 'en' ? /21 ?1234 ?5678/ : /[۰-۹]/)
    expect(await performed()).toEqual([])
    await dialog.getByRole('button', { name: words['linkCall.call'], exact: true }).click()
    await expect.poll(performed).toEqual(['callLink'])
    expect(complaints).toEqual([])
    await page.close()
  },
)

test('Escape calls nobody, and in a call it is said that the call is held', async () => {
  const { page, performed } = await browser.open('talking')
  await page.evaluate(ask({ number: '101', extension: null }))
  const dialog = page.getByRole('dialog', { name: en['linkCall.title'] })
  await dialog.getByText(en['linkCall.holds']).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(performed).toEqual(['dropLink'])
  await page.close()
})
