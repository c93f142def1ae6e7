/**
 * The phone on a real Asterisk: its socket is cut while it rings, registers, talks and hands over, the machine changes its
 * network and loses a microphone, goodbyes are missed, and the echo proves that callers reach it.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { defaultSettings } from '#contract/settings'
import { openCaller } from '#tests/asterisk/support/asteriskDesk'
import { openToneBrowser } from '#tests/e2e/monitoringRoom'
import type {} from '#tests/renderer/phone/phonePage'
import { watchPlugs } from '#tests/renderer/phone/pluggedDevices'
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
  await page.addInitScript(watchPlugs)
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
  line.mend()
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

test('cut while it rings: it still rings when the line is back, and is answered', async () => {
  const leg = caller.call('+982188001001')
  await expect.poll(stateNow, soon).toBe('ringing')
  await lose()
  await comeBack()
  await expect.poll(stateNow, soon).toBe('ringing')
  expect(await page.evaluate(() => window.najva.phone.answer())).toEqual({ ok: true, value: null })
  await untilBothHear()
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
})

test('cut while it rings, and the caller gives up: it rings no longer', async () => {
  const leg = caller.call('+982188001001')
  await expect.poll(stateNow, soon).toBe('ringing')
  await lose()
  leg.hangUp()
  await comeBack()
  await expect.poll(stateNow, { timeout: 45_000, interval: 50 }).toBe('none')
}, 90_000)

test('cut again while it registers anew in a call: the call goes on over the line after', async () => {
  const leg = await talk()
  await lose()
  const asked = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framesent'))
  line.mend()
  await asked
  line.cut()
  await untilLink('disconnected')
  await comeBack()
  await untilBothHear()
  const held = await page.evaluate(() => window.najva.phone.setHeld(true))
  expect(held).toEqual({ ok: true, value: null })
  expect(await page.evaluate(() => window.najva.phone.setHeld(false))).toEqual({ ok: true, value: null })
  await untilBothHear()
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
}, 90_000)

test('cut before the wish to hand over could be heard: the caller is still here, and is handed over later', async () => {
  const leg = await talk()
  expect(await page.evaluate(() => window.najva.phone.setHeld(true))).toEqual({ ok: true, value: null })
  line.freeze()
  const asked = page.evaluate(() => window.najva.phone.transfer('+982188001002'))
  const transfer = () => page.evaluate(() => window.najva.snapshot().call?.transfer?.state ?? null)
  await expect.poll(transfer, soon).toBe('asking')
  await lose()
  expect((await asked).ok).toBe(false)
  await comeBack()
  expect(await stateNow()).toBe('held')
  const talked = () => page.evaluate(() => window.najva.phone.setHeld(false))
  await expect.poll(talked, soon).toEqual({ ok: true, value: null })
  await untilBothHear()
  expect(await page.evaluate(() => window.najva.phone.transfer('+982188001002'))).toEqual({
    ok: true,
    value: null,
  })
  await expect.poll(() => lab.cli('queue show sales'), soon).toContain('wait:')
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
}, 120_000)

test('a microphone pulled out in mid-call: the next takes its place without another call', async () => {
  await page.evaluate(() => window.najva.phone.refreshDevices())
  const microphones = await page.evaluate(() => window.najva.snapshot().devices.microphones.slice(-2))
  const [second, first] = microphones
  if (first === undefined || second === undefined) throw new Error('The browser has too few microphones')
  await page.evaluate((settings) => window.najva.phone.setAudio(settings), {
    ...defaultSettings,
    microphone: [first, second],
  })
  const leg = await talk()
  const names = () => page.evaluate(() => window.najva.microphoneNames())
  expect(await names()).toEqual([first.label])
  await page.evaluate((label) => window.plugs.pull(label), first.label)
  await expect.poll(names, soon).toEqual([second.label])
  await untilBothHear()
  await page.evaluate((label) => window.plugs.putBack(label), first.label)
  await expect.poll(names, soon).toEqual([first.label])
  await untilBothHear()
  expect(leg.state).toBe('up')
  leg.hangUp()
  await expect.poll(stateNow, soon).toBe('none')
  await page.evaluate((settings) => window.najva.phone.setAudio(settings), defaultSettings)
}, 90_000)
