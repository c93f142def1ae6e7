/** The desk's headsets through the bridge: whose calls they show, who is asked, what is kept, and what is put out. */
import { existsSync, writeFileSync } from 'node:fs'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BridgeClient } from '#contract/bridge'
import { failed } from '#contract/failure'
import type { HeadsetCallKind } from '#contract/headset'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { createScriptedGateway, type ScriptedGateway } from '#tests/main/desk/scriptedGateway'
import { optionsOf, tap } from '#tests/native/headsetBench'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import {
  createFakeHidTransport,
  type FakeDevice,
  type FakeHidTransport,
} from '#tests/support/fakeHidTransport'
import { soon } from '#tests/support/patience'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let gateway: ScriptedGateway
let clock: FakeClock
let usb: FakeHidTransport
let jabra: FakeDevice
let desk: Desk
let ports: MessagePort[]

beforeEach(async () => {
  folder = createTempFolder()
  gateway = await createScriptedGateway()
  clock = createFakeClock()
  usb = createFakeHidTransport()
  jabra = usb.plug(optionsOf('0b0e-0307'))
  ports = []
  await openDesk()
})

afterEach(async () => {
  for (const port of ports) port.close()
  await closeDesk()
  await gateway.close()
  folder.remove()
})

async function openDesk(): Promise<void> {
  let serial = 0
  desk = createDesk({
    profileDir: folder.path,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: null,
    locale: null,
    headsetTransport: usb,
    clock,
    random: () => 0.5,
    newId: () => `id-${++serial}`,
    log: silentLog,
  })
  await desk.link.signIn('demo', 'right')
  await clock.advanceAsync(5000)
}

/** A device that is being closed is given its time on the clock that a test moves. */
async function closeDesk(): Promise<void> {
  const closing = desk.close()
  await clock.advanceAsync(3000)
  await closing
}

function openPage(): BridgeClient {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  // Node's ports speak like the browser's, but are typed by their own events.
  new RPCHandler(desk.router).upgrade(port1 as never, { context: desk.newContext() })
  port1.start()
  const page: BridgeClient = createORPCClient(new RPCLink({ port: port2 as never }))
  port2.start()
  return page
}

/** A page that asks for the phone; the first one gets it. */
async function openSeat(): Promise<BridgeClient> {
  const page = openPage()
  await (await page.phone.watch(null)).next()
  return page
}

async function say(page: BridgeClient, kind: HeadsetCallKind, muted = false): Promise<string[]> {
  await page.headset.reportCalls({ kind, muted })
  await clock.advanceAsync(1000)
  return jabra.takeWritten()
}

const only = () => {
  const [headset] = desk.headsets.state.headsets
  if (headset === undefined) throw new Error('No headset is listed')
  return headset
}

test('only the page with the phone lights the headset and is asked by its buttons', async () => {
  const holder = await openSeat()
  const other = await openSeat()
  expect(await say(other, 'incoming')).toEqual([])
  expect(await say(holder, 'incoming')).toEqual(['022400'])
  const mine = await holder.headset.watchIntents(null)
  const others = await other.headset.watchIntents(null)
  const asked = mine.next()
  const askedOther = vi.fn()
  others.next().then(askedOther, () => undefined)
  // Both streams are open once a call made after them is answered.
  await Promise.all([holder.headset.readLog(null), other.headset.readLog(null)])
  jabra.press('020100')
  expect((await asked).value).toEqual({ kind: 'answer' })
  await clock.advanceAsync(0)
  expect(askedOther).not.toHaveBeenCalled()
  // It asked; nothing is lit before the page says that it answered.
  expect(jabra.takeWritten()).toEqual([])
  expect(await say(holder, 'active')).toEqual(['020100'])
})

test('a page that closes, or gives the phone away, takes its call from the headset', async () => {
  const first = await openSeat()
  const second = await openSeat()
  await say(first, 'active')
  for (const port of ports.slice(0, 2)) port.close()
  await vi.waitFor(() => expect(jabra.takeWritten()).toEqual(['020000']), soon)
  expect(await say(second, 'active')).toEqual(['020100'])
  const third = await openSeat()
  await second.phone.reportBusy({ busy: false })
  expect((await third.phone.take(null)).ok).toBe(true)
  await clock.advanceAsync(0)
  expect(jabra.takeWritten()).toEqual(['020000'])
})

test('signing out puts out a ring, but takes no light from a call that goes on', async () => {
  const page = await openSeat()
  await say(page, 'incoming')
  await desk.link.signOut()
  await clock.advanceAsync(0)
  expect(jabra.takeWritten()).toEqual(['020000'])
  await desk.link.signIn('demo', 'right')
  await say(page, 'active')
  await desk.link.signOut()
  await clock.advanceAsync(0)
  expect(jabra.takeWritten()).toEqual([])
  expect(await say(page, 'idle')).toEqual(['020000'])
})

test('a headset not to be used stays so over a restart, and can be taken back', async () => {
  const page = await openSeat()
  const { key } = only()
  expect(await page.headset.setEnabled({ key, enabled: false })).toEqual({ ok: true, value: null })
  expect(only()).toMatchObject({ enabled: false, active: false })
  expect(await say(page, 'incoming')).toEqual([])
  await closeDesk()
  await openDesk()
  expect(only()).toMatchObject({ enabled: false, open: false })
  const again = await openSeat()
  await again.headset.setEnabled({ key, enabled: true })
  await clock.advanceAsync(5000)
  expect(only()).toMatchObject({ enabled: true, open: true, active: true })
  expect(desk.headsets.state.testing).toBeNull()
})

test('lights are remembered on disk while they are on, and put out after a desk that was killed', async () => {
  const mark = folder.file('headset-lit')
  const page = await openSeat()
  await say(page, 'active')
  expect(existsSync(mark)).toBe(true)
  await say(page, 'idle')
  expect(existsSync(mark)).toBe(false)
  await closeDesk()
  jabra.takeWritten()
  writeFileSync(mark, '')
  await openDesk()
  expect(jabra.takeWritten()).toContain('020000')
  expect(existsSync(mark)).toBe(false)
})

test('closing the desk in a call puts the lights out and lets the device go', async () => {
  await say(await openSeat(), 'active')
  await closeDesk()
  expect(jabra.takeWritten().at(-1)).toBe('020000')
  expect(jabra.openPaths).toEqual([])
})

test('a missing driver is one failure, and the rest of the desk does not notice', async () => {
  usb.failList('driver-missing')
  await closeDesk()
  await openDesk()
  const page = await openSeat()
  const states = await page.headset.watch(null)
  expect((await states.next()).value).toMatchObject({ failure: 'driver-missing', headsets: [] })
  expect(await say(page, 'active')).toEqual([])
  expect((await page.settings.change({ locale: 'fa' })).ok).toBe(true)
})

test('a button test shows presses and lights to the page that began it, and asks nothing', async () => {
  const page = await openSeat()
  const { key } = only()
  const intents = vi.fn()
  desk.headsets.service.onIntent(intents)
  const shown = await page.headset.test({ key })
  const first = shown.next()
  await vi.waitFor(() => expect(desk.headsets.state.testing).toBe(key), soon)
  tap(jabra, '020400', '020000')
  expect((await first).value).toEqual({ kind: 'control', control: 'mute', value: 1 })
  expect((await shown.next()).value).toEqual({ kind: 'control', control: 'mute', value: 0 })
  expect(await openPage().headset.setTestLight({ light: 'ring', on: true })).toEqual(failed('wrong-state'))
  expect((await page.headset.setTestLight({ light: 'mute', on: true })).ok).toBe(true)
  expect((await shown.next()).value).toEqual({ kind: 'light', light: 'mute', on: true })
  await clock.advanceAsync(0)
  expect(jabra.takeWritten()).toEqual(['020200'])
  expect(intents).not.toHaveBeenCalled()
  expect(await say(page, 'incoming')).toContain('022400')
  expect((await shown.next()).value).toEqual({ kind: 'ended' })
  expect((await shown.next()).done).toBe(true)
  const refused = await page.headset.test({ key })
  expect((await refused.next()).value).toMatchObject({ kind: 'refused', failure: { code: 'wrong-state' } })
})

test('a page that goes away ends its test', async () => {
  const page = await openSeat()
  const shown = await page.headset.test({ key: only().key })
  void shown.next().catch(() => undefined)
  await vi.waitFor(() => expect(desk.headsets.state.testing).not.toBeNull(), soon)
  for (const port of ports.slice(0, 2)) port.close()
  await vi.waitFor(() => expect(desk.headsets.state.testing).toBeNull(), soon)
})

test('raw reports are given on demand; collections that make no sense are refused', async () => {
  const page = await openSeat()
  await say(page, 'incoming')
  const log = await page.headset.readLog(null)
  expect(log.ok && log.value.at(-1)).toMatchObject({ direction: 'out', hex: '022400', key: only().key })
  const told = { vendorId: 1, productId: 2, collections: [{ usagePage: 'eleven' }] }
  expect(await page.headset.learnFromPage(told)).toEqual(failed('invalid'))
  expect(desk.headsets.wantsLayout(0x0b0e, 0x0307)).toBe(false)
})

test('the microphone of the page with the phone chooses the headset', async () => {
  usb.plug(optionsOf('1395-0082'))
  await clock.advanceAsync(10_000)
  const active = () => desk.headsets.state.headsets.find((each) => each.active)?.vendorId
  const page = await openSeat()
  const other = await openSeat()
  expect(active()).toBe(0x0b0e)
  await other.headset.chooseByMicrophone({ label: 'Sennheiser SC 660 (1395:0082)' })
  expect(active()).toBe(0x0b0e)
  await page.headset.chooseByMicrophone({ label: 'Sennheiser SC 660 (1395:0082)' })
  expect(active()).toBe(0x1395)
})
