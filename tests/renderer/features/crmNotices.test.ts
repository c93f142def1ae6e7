/** In a real browser: forgetting a person is asked twice, how far the CRM is taken is told, and a note's words are in the list. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GalleryBrowser, openGalleryBrowser } from '#tests/renderer/gallery/galleryBrowser'
import { findSerious } from '#tests/support/findSerious'

let browser: GalleryBrowser

beforeAll(async () => {
  browser = await openGalleryBrowser()
}, 120_000)
afterAll(() => browser.close())

const looks = [
  ['en', 'light'],
  ['en', 'dark'],
  ['fa', 'light'],
  ['fa', 'dark'],
] as const

const words = {
  en: {
    more: 'More about this person',
    open: 'Forget…',
    keep: 'Keep',
    confirm: 'Forget this person',
    name: 'Mina Rahimi',
    taking: '25% (120,000 of 480,000)',
    trouble: 'The CRM cannot be reached; cards may be old.',
    mistake: 'crm.yaml, line 3: there is no setting “colour”.',
    find: 'refund',
    snippet: 'the refund of the January invoice',
    who: 'Nima Sadeghi',
  },
  fa: {
    more: 'کارهای دیگر دربارهٔ این فرد',
    open: 'فراموش کردن…',
    keep: 'بماند',
    confirm: 'این شخص فراموش شود',
    name: 'مینا رحیمی',
    taking: '۲۵٪',
    trouble: 'CRM در دسترس نیست؛ شاید کارت‌ها تازه نباشند.',
    mistake: 'crm.yaml، خط ۳: تنظیمی به نام «colour» وجود ندارد.',
    find: 'بازپرداخت',
    snippet: 'بازپرداخت فاکتور دی',
    who: 'نیما صادقی',
  },
} as const

test.each(looks)(
  'a person is forgotten from a menu and after a second word, by keyboard (%s, %s)',
  async (locale, theme) => {
    const { page, performed, complaints } = await browser.open('talking', locale, theme)
    const { more, open, keep, confirm, name } = words[locale]
    // Not beside the name, where a hand slips in a call.
    expect(await page.getByRole('button', { name: open }).count()).toBe(0)
    const opener = page.getByRole('button', { name: more })
    const openIt = async () => {
      await opener.press('Enter')
      await page.getByRole('menuitem', { name: open }).press('Enter')
    }
    await openIt()
    const asked = page.getByRole('dialog').filter({ hasText: name })
    await asked.waitFor()
    expect(await findSerious(page)).toEqual([])
    await page.keyboard.press('Escape')
    await asked.waitFor({ state: 'detached' })
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)
    await openIt()
    await asked.getByRole('button', { name: keep }).press('Enter')
    await asked.waitFor({ state: 'detached' })
    expect(await performed()).toEqual([])
    await openIt()
    await asked.getByRole('button', { name: confirm }).press('Enter')
    await expect.poll(performed).toEqual([expect.stringMatching(/^forgetPerson \S+$/)])
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)

test.each(looks)(
  'how far the CRM is taken, and why it is not, is told at the foot (%s, %s)',
  async (locale, theme) => {
    const { page, complaints, show } = await browser.open('crmTaking', locale, theme)
    const { taking, trouble, mistake } = words[locale]
    await expect.poll(() => page.locator('#page').textContent()).toContain(taking)
    expect(await findSerious(page)).toEqual([])
    await show('crmTrouble')
    await expect.poll(() => page.locator('#page').textContent()).not.toContain(taking)
    await expect.poll(() => page.locator('#page').textContent()).toContain(trouble)
    expect(await findSerious(page)).toEqual([])
    await show('crmMistake')
    // Marks of direction stand around the file's name and the key.
    const shown = async () => (await page.locator('#page').textContent())?.replace(/[\u2066-\u2069]/g, '')
    await expect.poll(shown).toContain(mistake)
    expect(await findSerious(page)).toEqual([])
    await show('idle')
    await expect.poll(() => page.locator('#page').textContent()).not.toContain(trouble)
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)

test.each(looks)(
  'who is found by a note is listed with the words of it (%s, %s)',
  async (locale, theme) => {
    const { page, complaints } = await browser.open('idle', locale, theme)
    const { find, snippet, who } = words[locale]
    await page.getByRole('combobox').first().fill(find)
    const option = page.getByRole('option', { name: new RegExp(snippet) })
    await option.waitFor()
    expect(await option.textContent()).toContain(who)
    expect(await findSerious(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  },
  120_000,
)
