/** The main job on a real Asterisk in a real browser: a call rings, both hear each other, hold, hang up, available. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }
import { type AsteriskDesk, openAsteriskDesk, openCaller } from '#tests/asterisk/support/asteriskDesk'
import {
  agentHz,
  callerHz,
  type DeskBrowser,
  openDeskBrowser,
  openDeskPage,
} from '#tests/support/practiceDesk'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import type { SipPhone } from '#tests/support/sip/sipPhone'

let browser: DeskBrowser

beforeAll(async () => {
  browser = await openDeskBrowser()
})

afterAll(async () => {
  await browser?.close()
})

const soon = { timeout: 15_000, interval: 50 }
/** An ear that hears a tone reads well above one that does not: a margin of at least 20 dB. */
const heardAtLeastDb = -40
const silentAtMostDb = -60
const supportNumber = '+982188001001'

describe.each([
  ['en', en],
  ['fa', fa],
] as const)('in %s', (locale, words) => {
  let room: AsteriskDesk
  let page: Page
  let caller: SipPhone

  beforeAll(async () => {
    room = await openAsteriskDesk({ locale })
    page = await openDeskPage(room.desk.url, browser.browser)
    caller = await openCaller(room.lab, callerHz)
  })

  afterAll(async () => {
    await caller?.close()
    await room?.close()
  })

  const heardByAgent = (hz: number) => page.evaluate((tone) => window.heardDb?.(tone) ?? -200, hz)
  const button = (name: string) => page.getByRole('button', { name })
  const statusText = () => page.getByRole('region', { name: words['region.status'] }).textContent()

  async function ring(): Promise<SipLeg> {
    await expect.poll(statusText, soon).toContain(words['presence.available'])
    await expect.poll(() => room.lab.cli('pjsip show contacts'), soon).toContain('1001/sip:')
    return caller.call(supportNumber)
  }

  test('a queue call from ring to wrap-up', async () => {
    const leg = await ring()
    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.waitFor(soon)
    await expect.poll(() => alert.textContent(), soon).toContain('Support')

    await alert.getByRole('button', { name: words['ringing.answer'] }).click()
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => caller.levelDb(callerHz), soon).toBeLessThan(silentAtMostDb)
    await expect.poll(() => heardByAgent(agentHz), soon).toBeLessThan(silentAtMostDb)
    await expect.poll(statusText, soon).toContain(words['presence.talking'])

    await button(words['call.hold']).click()
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
    await expect.poll(() => heardByAgent(callerHz), soon).toBeLessThan(silentAtMostDb)
    await button(words['call.resume']).click()
    await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

    await button(words['call.mute']).click()
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
    await button(words['call.unmute']).click()
    await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

    await button(words['call.hangUp']).click()
    expect(await leg.until('ended')).toBe('ended')
    const wrapUp = page.getByRole('region', { name: words['region.wrapUp'] })
    await wrapUp.waitFor(soon)
    await wrapUp.getByLabel(words['record.note']).fill('Sent the invoice again')
    await wrapUp.getByText(locale === 'fa' ? 'حل شد' : 'Solved').click()
    await wrapUp.getByRole('button', { name: words['wrapUp.finish'] }).click()
    await wrapUp.waitFor({ state: 'detached', ...soon })
    await expect.poll(statusText, soon).toContain(words['presence.available'])
  })

  test('a caller who gives up stops the ring, and a declined call rings again', async () => {
    const leg = await ring()
    const alert = page.getByRole('alertdialog', { name: words['ringing.label'] })
    await alert.waitFor(soon)
    await alert.getByRole('button', { name: words['ringing.decline'] }).click()
    await alert.waitFor({ state: 'detached', ...soon })
    await alert.waitFor(soon)
    leg.hangUp()
    await alert.waitFor({ state: 'detached', ...soon })
    await expect.poll(statusText, soon).toContain(words['presence.available'])
  })
})
