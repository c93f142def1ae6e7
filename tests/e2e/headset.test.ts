/** A headset on the desk, in a real browser and byte for byte: its buttons do what they say, its lights follow the call. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import en from '#resources/locales/en.json' with { type: 'json' }
import { optionsOf, tap } from '#tests/native/headsetBench'
import {
  createFakeHidTransport,
  type FakeDevice,
  type FakeHidTransport,
} from '#tests/support/fakeHidTransport'
import {
  agentHz,
  type CallerEar,
  callerHz,
  type DeskBrowser,
  openCallerEar,
  openDeskBrowser,
  openDeskPage,
  openPracticeDesk,
  type PracticeDesk,
  singingCaller,
} from '#tests/support/practiceDesk'

/** Jabra EVOLVE LINK MS, report 2 each way: what its buttons send and what its lights are told. */
const pressed = { hook: '020100', inCall: '020300', onHook: '020200', rest: '020000' }
const tapped = { mute: '020700', flash: '020b00', reject: '024000' }
const lit = { ring: '022400', talking: '020100', muted: '020300', held: '020900', none: '020000' }

const soon = { timeout: 15_000, interval: 20 }
const heardAtLeastDb = -40
const silentAtMostDb = -60
/** A device tells its state for the first two seconds; nothing of it counts as a press. */
const baselineMs = 2000
/** For so long after a light was written a press may be its echo. */
const echoMs = 800
/** No finger reacts faster to a ring. */
const reactionMs = 300

let browser: DeskBrowser
let usb: FakeHidTransport
let device: FakeDevice
let room: PracticeDesk
let page: Page
let ears: CallerEar[]
let complaints: string[]

beforeAll(async () => {
  // As people start it: no click in the page yet, so that an answer by headset must bring sound by itself.
  browser = await openDeskBrowser({ args: ['--autoplay-policy=document-user-activation-required'] })
})

afterAll(() => browser.close())

beforeEach(async () => {
  ears = []
  complaints = []
  usb = createFakeHidTransport()
  device = usb.plug(optionsOf('0b0e-0307'))
  room = await openPracticeDesk({}, undefined, usb)
  await expect.poll(() => device.openPaths.length, soon).toBe(1)
  const openedAtMs = Date.now()
  page = await openDeskPage(room.desk.url, browser.browser)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.getByRole('button', { name: en['status.button'] }).waitFor()
  await pass(openedAtMs + baselineMs + 100 - Date.now())
})

afterEach(async () => {
  for (const ear of ears) ear.close()
  await page.close()
  await room.close()
})

const pass = (ms: number) => page.waitForTimeout(Math.max(0, ms))
const light = () => device.written.at(-1) ?? 'nothing'
const ring = () => page.getByRole('alertdialog', { name: en['ringing.label'] })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const heardByAgent = (hz: number) => page.evaluate((tone) => window.heardDb?.(tone) ?? -200, hz)

async function ringIn(): Promise<CallId> {
  const callId = room.centre.callIn(singingCaller)
  await ring().waitFor(soon)
  await expect.poll(light, soon).toBe(lit.ring)
  await pass(reactionMs)
  return callId
}

async function answerByHeadset(): Promise<CallerEar> {
  const ear = openCallerEar(room.centre, await ringIn())
  ears.push(ear)
  device.press(pressed.hook)
  await expect.poll(light, soon).toBe(lit.talking)
  device.press(pressed.inCall)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)
  await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
  return ear
}

test('a press answers and sound flows; mute, hold and end by button, each with its light', async () => {
  const ear = await answerByHeadset()
  expect(await ring().count()).toBe(0)

  tap(device, tapped.mute, pressed.inCall)
  await expect.poll(light, soon).toBe(lit.muted)
  await button(en['call.unmute']).waitFor(soon)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
  await pass(echoMs)
  tap(device, tapped.mute, pressed.inCall)
  await expect.poll(light, soon).toBe(lit.talking)
  await button(en['call.mute']).waitFor(soon)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

  tap(device, tapped.flash, pressed.inCall)
  await expect.poll(light, soon).toBe(lit.held)
  await button(en['call.resume']).waitFor(soon)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
  await pass(echoMs)
  tap(device, tapped.flash, pressed.inCall)
  await expect.poll(light, soon).toBe(lit.talking)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)

  await pass(echoMs)
  device.press(pressed.onHook)
  await expect.poll(light, soon).toBe(lit.none)
  device.press(pressed.rest)
  await page.getByRole('region', { name: en['region.wrapUp'] }).waitFor(soon)
  // No browser policy kept the caller's voice back, though nobody has clicked in this page.
  expect(complaints).toEqual([])
})

test('page and headset agree about mute, whoever changes it', async () => {
  await answerByHeadset()
  const lagsMs: number[] = []
  let writtenAtMs = 0
  device.onWrite(() => {
    writtenAtMs = performance.now()
  })
  for (const [name, expected] of [
    [en['call.mute'], lit.muted],
    [en['call.unmute'], lit.talking],
    [en['call.mute'], lit.muted],
    [en['call.unmute'], lit.talking],
  ] as const) {
    await page.evaluate(noteClick)
    await button(name).click()
    await expect.poll(light, soon).toBe(expected)
    const agoMs = await page.evaluate(() => performance.now() - (window.clickedAtMs ?? 0))
    lagsMs.push(writtenAtMs - (performance.now() - agoMs))
    await pass(echoMs)
  }
  for (const expected of [lit.muted, lit.talking, lit.muted]) {
    const pressedAtMs = performance.now()
    tap(device, tapped.mute, pressed.inCall)
    // The light is written only after the phone is muted: the way there and back.
    await expect.poll(light, soon).toBe(expected)
    lagsMs.push(writtenAtMs - pressedAtMs)
    await pass(echoMs)
  }
  // Far more than it takes, and of the quickest, which a busy machine does not hold up: only a wait of our own does.
  expect(Math.min(...lagsMs)).toBeLessThan(1000)
})

test('what is done in the page shows on the headset', async () => {
  await answerByHeadset()
  await button(en['call.mute']).click()
  await expect.poll(light, soon).toBe(lit.muted)
  await button(en['call.hold']).click()
  await expect.poll(light, soon).toBe('020b00')
  await button(en['call.resume']).click()
  await expect.poll(light, soon).toBe(lit.muted)
  await button(en['call.hangUp']).click()
  await expect.poll(light, soon).toBe(lit.none)
})

test('the reject button turns the caller away', async () => {
  await ringIn()
  tap(device, tapped.reject, pressed.rest)
  await ring().waitFor({ state: 'detached', ...soon })
  expect(device.written).toContain(lit.none)
})

test('unplugged in a call, the call goes on in the page; plugged in again, the lights are told anew', async () => {
  const ear = await answerByHeadset()
  usb.unplug(device)
  device = usb.plug(optionsOf('0b0e-0307'))
  await expect.poll(light, soon).toBe(lit.talking)
  // The first word of a device just plugged in is its state, not a wish to hang up.
  device.press(pressed.rest)
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeGreaterThan(heardAtLeastDb)
  await expect.poll(() => heardByAgent(callerHz), soon).toBeGreaterThan(heardAtLeastDb)
  usb.unplug(device)
  await button(en['call.mute']).click()
  await expect.poll(() => ear.levelDb(agentHz), soon).toBeLessThan(silentAtMostDb)
  await button(en['call.hangUp']).click()
  await page.getByRole('region', { name: en['region.wrapUp'] }).waitFor(soon)
})

test('the button test on the page shows a press and lights a lamp, and lets a call through', async () => {
  await page.keyboard.press('Alt+a')
  const panel = page.getByRole('region', { name: en['headset.title'] })
  await panel.getByRole('button', { name: en['headset.test.start'] }).click()
  await panel.getByRole('button', { name: en['headset.light.ring'], exact: true }).click()
  await expect.poll(light, soon).toBe('020400')
  tap(device, '020400', pressed.rest)
  await panel
    .getByText(en['headset.test.pressed'].replace('{control}', en['headset.control.mute']))
    .waitFor(soon)
  room.centre.callIn(singingCaller)
  await expect.poll(light, soon).toBe(lit.ring)
  await panel.getByRole('button', { name: en['headset.test.stop'] }).waitFor({ state: 'detached', ...soon })
})

test('a headset put aside on the page stays dark and silent', async () => {
  await page.keyboard.press('Alt+a')
  await page.getByRole('switch', { name: en['headset.use'] }).click()
  await expect.poll(() => device.openPaths, soon).toEqual([])
  await page.keyboard.press('Escape')
  room.centre.callIn(singingCaller)
  await ring().waitFor(soon)
  expect(device.written).toEqual([])
})

test('a page that closes takes its call from the headset', async () => {
  await answerByHeadset()
  await page.close()
  await expect.poll(light, soon).toBe(lit.none)
})

test('signing out while it rings puts the lights out', async () => {
  await ringIn()
  expect((await room.desk.desk.link.signOut()).ok).toBe(true)
  await expect.poll(light, soon).toBe(lit.none)
})

test('a desk that closes in a call leaves no light on', async () => {
  await answerByHeadset()
  await room.close()
  expect(light()).toBe(lit.none)
  expect(device.openPaths).toEqual([])
})

declare global {
  interface Window {
    clickedAtMs?: number
  }
}

/** Runs in the page: remembers when it was last clicked. */
function noteClick(): void {
  const note = () => {
    window.clickedAtMs = performance.now()
  }
  document.addEventListener('click', note, { capture: true, once: true })
}
