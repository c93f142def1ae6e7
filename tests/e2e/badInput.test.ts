/** What goes wrong is said in plain words in both languages where the person looks, and loses nothing. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { openOneDesk } from '#tests/e2e/oneDesk'
import type { ChromiumOptions } from '#tests/support/chromium'
import { singingCaller } from '#tests/support/practiceDesk'

const soon = { timeout: 15_000, interval: 50 }
async function open(locale: 'en' | 'fa', options: ChromiumOptions = {}) {
  const { room, openPage } = await openOneDesk({ locale }, options)
  return { room, page: await openPage() }
}

const bodyText = (page: Page) => page.locator('body').textContent()

describe.each([
  ['en', en],
  ['fa', fa],
] as const)('in %s', (locale, words) => {
  test('a wrong password is told, and the right one lets in', async () => {
    const { page } = await open(locale)
    await page.getByRole('button', { name: /Sara Ahmadi/ }).click()
    await page.getByRole('menuitem', { name: words['person.signOut'] }).click()
    const user = page.getByLabel(words['signIn.user'])
    await user.fill('demo')
    await page.getByLabel(words['signIn.password']).fill('guess')
    await page.getByRole('button', { name: words['signIn.submit'] }).click()
    await expect.poll(() => bodyText(page), soon).toContain(words['failure.wrong-password'])
    expect(await user.inputValue()).toBe('demo')
    await page.getByLabel(words['signIn.password']).fill('practice')
    await page.getByRole('button', { name: words['signIn.submit'] }).click()
    await page.getByRole('region', { name: words['region.phone'] }).waitFor()
  })

  test('a gateway that goes away is told; the note of the call is kept', async () => {
    const { room, page } = await open(locale)
    room.centre.callIn(singingCaller)
    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.getByRole('button', { name: words['ringing.answer'] }).click()
    const note = page.getByLabel(words['record.note'])
    await note.fill('before ')
    await room.practice.gateway.close()
    await note.pressSequentially('after')
    await expect
      .poll(() => page.getByRole('region', { name: words['region.status'] }).textContent(), soon)
      .toContain(words['link.disconnected'])
    await expect.poll(() => bodyText(page), soon).toContain(words['record.saved'])
    await page.reload()
    await expect.poll(() => note.inputValue(), soon).toBe('before after')
  })

  test('a microphone that is not there is told in place, and the call rings on', async () => {
    const { room, page } = await open(locale, { microphone: 'none' })
    room.centre.callIn(singingCaller)
    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.getByRole('button', { name: words['ringing.answer'] }).click()
    await expect.poll(() => bodyText(page), soon).toContain(words['failure.microphone-absent'])
    expect(await alert.isVisible()).toBe(true)
    await alert.getByRole('button', { name: words['ringing.decline'] }).click()
    await alert.waitFor({ state: 'hidden' })
  })

  test('a name of 10,000 characters, of HTML or of overrides stays a name', async () => {
    const { room, page } = await open(locale)
    const name = `<img src=x onerror="window.hacked=true">\u202Egnp.exe\u0007 ${'x'.repeat(10_000)}`
    room.centre.callIn({ ...singingCaller, number: '+989121112299', name })
    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.waitFor(soon)
    const said = (await alert.textContent()) ?? ''
    expect(said).toContain('<img src=x')
    expect(said).not.toMatch(/\p{Cc}|\u202e/u)
    expect(said.length).toBeLessThan(600)
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await alert.getByRole('button', { name: words['ringing.decline'] }).click()
  })
})
