/** A page reloaded in mid-call: the same agent is given the caller back, with card and note, and the call is the same. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import en from '#resources/locales/en.json' with { type: 'json' }
import { toneLevelDb } from '#simulator/media/toneLevel'
import {
  agentHz,
  callerHz,
  type DeskBrowser,
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

const soon = { timeout: 60_000, interval: 50 }
const audibleDb = -40

let browser: DeskBrowser
let room: PracticeDesk
let page: Page

beforeAll(async () => {
  browser = await openDeskBrowser()
  room = await openPracticeDesk({ locale: 'en' })
  page = await openDeskPage(room.desk.url, await browser.browser.newContext())
})

afterAll(async () => {
  await browser?.close()
  await room?.close()
})

const ringing = () => page.getByRole('alertdialog', { name: en['ringing.label'] })

async function answer(): Promise<void> {
  await ringing().getByRole('button', { name: en['ringing.answer'] }).click(soon)
}

/** What the person outside has heard lately, newest frame last. */
function listenTo(callId: ReturnType<PracticeDesk['centre']['callIn']>) {
  const recent: Int16Array[] = []
  const stop = room.centre.onHeard(callId, (frame) => {
    recent.push(frame.slice())
    if (recent.length > 10) recent.shift()
  })
  return {
    agentDb: () => toneLevelDb(Int16Array.from(recent.flatMap((frame) => [...frame])), agentHz),
    stop,
  }
}

test('it rings again here within seconds, and both hear each other in the same call', {
  timeout: 120_000,
}, async () => {
  const status = () => page.getByRole('region', { name: en['region.status'] }).textContent()
  await expect.poll(status, soon).toContain(en['presence.available'])
  const ended: string[] = []
  const connected: string[] = []
  room.centre.listen((event) => {
    if (event.kind === 'callEnded') ended.push(event.callId)
    if (event.kind === 'callConnected') connected.push(`${event.callId} ${event.extension}`)
  })
  const callId = room.centre.callIn(singingCaller)
  const caller = listenTo(callId)
  await answer()
  await expect.poll(caller.agentDb, soon).toBeGreaterThan(audibleDb)
  await page.getByLabel(en['record.note']).pressSequentially('Invoice 4711')
  await page.waitForTimeout(500)
  await page.reload()
  await ringing().waitFor(soon)
  await answer()
  await expect.poll(caller.agentDb, soon).toBeGreaterThan(audibleDb)
  await expect
    .poll(() => page.evaluate((hz) => window.heardDb?.(hz) ?? -200, callerHz), soon)
    .toBeGreaterThan(audibleDb)
  await expect.poll(() => page.getByLabel(en['record.note']).inputValue(), soon).toBe('Invoice 4711')
  expect(ended).toEqual([])
  expect(connected).toEqual([`${callId} 1001`, `${callId} 1001`])
  await page.getByRole('button', { name: en['call.hangUp'] }).click()
  await expect.poll(() => ended, soon).toEqual([callId])
  caller.stop()
})
