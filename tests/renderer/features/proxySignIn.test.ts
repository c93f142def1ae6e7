/** A proxy that asks who one is: its words are text, what is typed goes out once, and nobody is asked twice; by keyboard, in both languages. */
import axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProxyQuestion } from '#contract/proxy'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
})
afterAll(() => browser.close())

const question: ProxyQuestion = {
  id: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  proxy: 'proxy.corp.example:3128',
  realm: '<img src=x onerror=alert(1)> Corp net',
  wasWrong: false,
  triesLeft: 3,
  isReadable: true,
  canKeep: true,
}
const ask = (also: Partial<ProxyQuestion> = {}): string =>
  `window.store.setState({ proxyQuestion: ${JSON.stringify({ ...question, ...also })} })`

test.each([
  ['en', en, 'light'],
  ['fa', fa, 'dark'],
] as const)(
  'in %s it says who asks and what it does with the answer, without a complaint',
  async (locale, words, theme) => {
    const { page, performed, complaints } = await browser.open('idle', locale, theme)
    await page.evaluate(ask({ wasWrong: true, triesLeft: 2 }))
    const dialog = page.getByRole('dialog', { name: words['proxy.title'] })
    await dialog.getByText('proxy.corp.example:3128').waitFor()
    const said = (await dialog.textContent()) ?? ''
    expect(said).toContain(question.realm)
    expect(said).toMatch(locale === 'en' ? /2 more tries/ : /۲ بار دیگر/)
    expect(await dialog.locator('img').count()).toBe(0)
    await page.evaluate(axe.source)
    const found = await page.evaluate<{ id: string }[]>(
      `axe.run('[role=dialog]').then(({ violations }) => violations.map(({ id }) => ({ id })))`,
    )
    expect(found).toEqual([])
    await dialog.getByLabel(words['proxy.user']).fill('sara')
    await dialog.getByLabel(words['signIn.password']).fill('p@ss wörd')
    await dialog.getByLabel(words['proxy.keep']).check()
    await page.keyboard.press('Tab')
    await dialog.getByLabel(words['signIn.password']).press('Enter')
    await expect.poll(performed).toEqual(['answerProxy sara p@ss wörd true'])
    expect(complaints).toEqual([])
    await page.close()
  },
)

test('Escape is not now, and a name that cannot be sent is refused here', async () => {
  const { page, performed } = await browser.open('idle')
  await page.evaluate(ask({ canKeep: false, isReadable: false }))
  const dialog = page.getByRole('dialog', { name: en['proxy.title'] })
  expect(await dialog.getByLabel(en['proxy.keep']).count()).toBe(0)
  expect(await dialog.getByText(en['proxy.readable']).count()).toBe(0)
  await dialog.getByLabel(en['proxy.user']).fill('CORP:sara')
  await dialog.getByLabel(en['signIn.password']).press('Enter')
  await dialog.getByText(en['proxy.odd']).waitFor()
  expect(await performed()).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(performed).toEqual(['dismissProxy'])
  await page.close()
})

test('the next question begins empty', async () => {
  const { page } = await browser.open('idle')
  await page.evaluate(ask())
  const dialog = page.getByRole('dialog', { name: en['proxy.title'] })
  await dialog.getByLabel(en['signIn.password']).fill('secret')
  await page.evaluate(ask({ id: '6f9619ff-8b86-4011-b42d-00c04fc964fe', proxy: 'other.example:8080' }))
  await dialog.getByText('other.example:8080').waitFor()
  expect(await dialog.getByLabel(en['signIn.password']).inputValue()).toBe('')
  await page.close()
})
