/** A real page reloaded in a queue call on a real Asterisk: it has lost the call, and is given its caller back. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { type AsteriskDesk, openAsteriskDesk, openCaller } from '#tests/asterisk/support/asteriskDesk'
import {
  agentHz,
  callerHz,
  type DeskBrowser,
  openDeskBrowser,
  openDeskPage,
} from '#tests/support/practiceDesk'
import type { SipPhone } from '#tests/support/sip/sipPhone'

const soon = { timeout: 20_000, interval: 50 }
const heardAtLeastDb = -40

let browser: DeskBrowser
let room: AsteriskDesk
let page: Page
let caller: SipPhone

beforeAll(async () => {
  browser = await openDeskBrowser()
  room = await openAsteriskDesk({ locale: 'en' })
  page = await openDeskPage(room.desk.url, browser.browser)
  caller = await openCaller(room.lab, callerHz)
})

afterAll(async () => {
  await caller?.close()
  await room?.close()
  await browser?.close()
})

const heardByAgent = () => page.evaluate((tone) => window.heardDb?.(tone) ?? -200, callerHz)
const answerOf = () =>
  page
    .getByRole('alertdialog', { name: en['ringing.label'] })
    .getByRole('button', { name: en['ringing.answer'] })

async function hearEachOther(): Promise<void> {
  await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)
  await expect.poll(heardByAgent, soon).toBeGreaterThan(heardAtLeastDb)
}

test('the caller rings again at the reloaded page, in the same call', async () => {
  const status = () => page.getByRole('region', { name: en['region.status'] }).textContent()
  await expect.poll(status, soon).toContain(en['presence.available'])
  await expect.poll(() => room.lab.cli('pjsip show contacts'), soon).toContain('1001/sip:')
  const leg = caller.call('+982188001001')
  await answerOf().click(soon)
  await hearEachOther()
  await page.reload()
  await answerOf().click(soon)
  await hearEachOther()
  expect(leg.state).toBe('up')
  leg.hangUp()
  await expect.poll(() => room.lab.cli('core show channels count'), soon).toContain('0 active calls')
})
