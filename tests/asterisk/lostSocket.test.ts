/**
 * The phone on a real Asterisk: its socket is cut in a call, the machine changes its network, goodbyes are missed, and
 * the echo proves that callers reach it.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { openToneBrowser } from '#tests/e2e/monitoringRoom'
import type {} from '#tests/renderer/phone/phonePage'
import { type CuttableLine, createCuttableLine } from '#tests/support/cuttableLine'
import { servePage } from '#tests/support/servedPage'
import type { SipLeg } from '#tests/support/sip/sipLeg'
import type { SipPhone } from '#tests/support/sip/sipPhone'
import { createTempFolder } from '#tests/support/tempFolder'
import type { AsteriskLab } from '#tools/lab/asteriskLab'
import { openLab } from '#tools/lab/openLab'

const soon = { timeout: 20_000, interval: 50 }
const audibleDb = -50
const agentHz = 440
const callerHz = 660

let lab: AsteriskLab
let line: CuttableLine
let page: Page
let caller: SipPhone
const ends: (() => unknown)[] = []

beforeAll(async () => {
  const folder = createTempFolder()
  ends.push(() => folder.remove())
  const opened = await openLab(folder.path)
  lab = opened.lab
  ends.push(() => lab.close())
  const url = new URL(lab.wsUrl)
  line = await createCuttableLine(Number(url.port))
  ends.push(() => line.close())
  url.port = String(line.port)
  const served = await servePage('tests/renderer/phone/phonePage.ts')
  ends.push(() => served.close())
  const browser = await openToneBrowser(agentHz)
  ends.push(() => browser.close())
  page = await browser.browser.newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => window.najva !== undefined)
  const password = opened.people.find(({ extension }) => extension === '1001')?.sipPassword ?? ''
  await page.evaluate((credentials) => window.najva.start(credentials), {
    uri: 'sip:1001@127.0.0.1',
    authorizationUser: '1001',
    password,
    serverUrl: url.href,
    expiresSeconds: 120,
  })
  await page.waitForFunction(() => window.najva.snapshot().link.kind === 'connected')
  await lab.cli('queue add member PJSIP/1001 to support')
  caller = await openCaller(lab, callerHz)
  ends.push(() => caller.close())
})

afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

afterEach(async () => {
  await page.evaluate(() => window.najva.phone.hangUp())
  await untilChannels(0)
})

const untilLink = (kind: string) =>
  expect.poll(() => page.evaluate(() => window.najva.snapshot().link.kind), soon).toBe(kind)
const untilChannels = (count: number) =>
  expect.poll(() => lab.cli('core show channels count'), soon).toContain(`${count} active channel`)
const stateNow = () =>
  page.evaluate(() => window.najva.snapshot().calls.find(({ state }) => state !== 'ended')?.state ?? 'none')

async function talk(): Promise<SipLeg> {
  const leg = caller.call('+982188001001')
  await expect.poll(stateNow, soon).toBe('ringing')
  const answered = await page.evaluate(() => window.najva.phone.answer())
  expect(answered).toEqual({ ok: true, value: null })
  await untilBothHear()
  return leg
}

async function untilBothHear(): Promise<void> {
  await expect.poll(() => caller.levelDb(agentHz), soon).toBeGreaterThan(audibleDb)
  const heard = async () =>
    (await page.evaluate((hz) => window.najva.playedDb([hz], 300), callerHz))[0] ?? -200
  await expect.poll(heard, soon).toBeGreaterThan(audibleDb)
}

async function lose(): Promise<void> {
  line.cut()
  await untilLink('disconnected')
}

async function comeBack(): Promise<void> {
  line.mend()
  await untilLink('connected')
}

test('the echo proves that callers reach the phone, and no channel is left', async () => {
  expect(await page.evaluate(() => window.najva.phone.proveReach())).toEqual({ kind: 'proven' })
  await untilChannels(0)
})

test('both hear each other without the socket; over the next one the call is held, resumed and hung up', async () => {
  const leg = await talk()
  await lose()
  await untilBothHear()
  await comeBack()
  const held = await page.evaluate(() => window.najva.phone.setHeld(true))
  expect(held).toEqual({ ok: true, value: null })
  expect(await page.evaluate(() => window.najva.phone.setHeld(false))).toEqual({ ok: true, value: null })
  await untilBothHear()
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
})

test('in another network the sound is given a new way', async () => {
  const leg = await talk()
  const names = () => page.evaluate(() => window.najva.iceNames())
  const before = await names()
  await page.evaluate(() => window.najva.phone.checkLink('network'))
  await expect.poll(async () => (await names()).local !== before.local, soon).toBe(true)
  await untilBothHear()
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
})

test('a caller who hung up meanwhile is gone here too, when the phone is back', async () => {
  const leg = await talk()
  await lose()
  leg.hangUp()
  await comeBack()
  await expect.poll(stateNow, soon).toBe('none')
})

test('who hung up while nobody could hear it says so again: the caller is not left in silence', async () => {
  const leg = await talk()
  await lose()
  await page.evaluate(() => window.najva.phone.hangUp())
  await comeBack()
  await expect.poll(() => leg.state, soon).toBe('ended')
})
