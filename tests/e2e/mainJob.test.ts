/** The main job in a real browser: it rings with the card, both hear each other, hold, hang up, wrap-up, available. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { createCustomerBook } from '#simulator/people/customerBook'
import {
  agentHz,
  callerHz,
  type DeskBrowser,
  openCallerEar,
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

let browser: DeskBrowser

beforeAll(async () => {
  browser = await openDeskBrowser()
})

afterAll(async () => {
  await browser.close()
})

const soon = { timeout: 15_000, interval: 50 }
/** An ear that hears a tone reads well above one that does not: a margin of at least 20 dB. */
const heardAtLeastDb = -40
const silentAtMostDb = -60

describe.each([
  ['en', en],
  ['fa', fa],
] as const)('in %s', (locale, words) => {
  let room: PracticeDesk
  let page: Page

  beforeAll(async () => {
    room = await openPracticeDesk({ locale })
    page = await openDeskPage(room.desk.url, browser.browser)
    await vi.waitFor(() => expect(room.desk.desk.cache.state.state).toBe('ready'), { timeout: 60_000 })
  })

  afterAll(async () => {
    await room?.close()
  })

  const heardByAgent = (hz: number) => page.evaluate((tone) => window.heardDb?.(tone) ?? -200, hz)

  test('a queue call from ring to wrap-up', async () => {
    const person = createCustomerBook({ seed: 20_261_123, size: 5000, nowMs: Date.now() }).at(17)
    await page.getByRole('button', { name: words['status.button'] }).waitFor()
    const callId = room.centre.callIn({ ...singingCaller, number: person.numbers[0] ?? null, name: null })
    const ear = openCallerEar(room.centre, callId)

    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.waitFor(soon)
    await expect.poll(() => alert.textContent(), soon).toContain(person.name)
    const caller = page.getByRole('region', { name: words['region.caller'] })
    await expect.poll(() => caller.textContent(), soon).toContain(person.name)

    await alert.getByRole('button', { name: words['ringing.answer'] }).click()
    await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => ear.levelDb(callerHz), soon).toBeLessThan(silentAtMostDb)
    await expect.poll(() => heardByAgent(agentHz), soon).toBeLessThan(silentAtMostDb)

    await page.getByRole('button', { name: words['call.hold'] }).click()
    await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
    await expect.poll(() => heardByAgent(callerHz), soon).toBeLessThan(silentAtMostDb)
    await page.getByRole('button', { name: words['call.resume'] }).click()
    await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

    await page.getByRole('button', { name: words['call.mute'] }).click()
    await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
    await page.getByRole('button', { name: words['call.unmute'] }).click()
    await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

    await page.getByRole('button', { name: words['call.hangUp'] }).click()
    const written = { text: 'Sent the invoice again', authorName: 'Sara Ahmadi' }
    const wrapUp = page.getByRole('region', { name: words['region.wrapUp'] })
    await wrapUp.waitFor(soon)
    await wrapUp.getByLabel(words['record.note']).fill(written.text)
    await wrapUp.getByText(locale === 'fa' ? 'حل شد' : 'Solved').click()
    await wrapUp.getByRole('button', { name: words['wrapUp.finish'] }).click()
    await wrapUp.waitFor({ state: 'detached', ...soon })
    await expect
      .poll(() => room.desk.desk.cache.lookup(person.numbers[0] ?? null), soon)
      .toMatchObject({
        ok: true,
        value: { card: { notes: { value: expect.arrayContaining([expect.objectContaining(written)]) } } },
      })
    const status = page.getByRole('region', { name: words['region.status'] })
    await expect.poll(() => status.textContent(), soon).toContain(words['presence.available'])
    ear.close()
  })
})
