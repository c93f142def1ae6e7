/** Proves the bridge from the page's side: a whole desk behind it, a scripted gateway behind that, real files below. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BridgeClient } from '#contract/bridge'
import { failed } from '#contract/failure'
import { CallId } from '#contract/ids'
import { emptyDraft } from '#contract/wrapUp'
import { createDesk, type Desk } from '#main/desk/createDesk'
import { createLog } from '#main/desk/log'
import { createScriptedGateway, type ScriptedGateway, snapshot } from '#tests/main/desk/scriptedGateway'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { createFakeHidTransport, type FakeHidTransport } from '#tests/support/fakeHidTransport'
import { soon } from '#tests/support/patience'

let profileDir: string
let gateway: ScriptedGateway
let clock: FakeClock
let desk: Desk
let usb: FakeHidTransport
let ports: MessagePort[]

beforeEach(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'najva-bridge-'))
  gateway = await createScriptedGateway()
  clock = createFakeClock()
  ports = []
  usb = createFakeHidTransport()
  desk = openDesk()
})

afterEach(async () => {
  for (const port of ports) port.close()
  await desk.close()
  await gateway.close()
  rmSync(profileDir, { recursive: true, force: true })
})

function openDesk(): Desk {
  let serial = 0
  return createDesk({
    profileDir,
    key: new Uint8Array(32).fill(7),
    gatewayUrl: gateway.url,
    cardSource: null,
    locale: null,
    headsetTransport: usb,
    clock,
    random: () => 0.5,
    newId: () => `id-${++serial}`,
    log: createLog({ folder: join(profileDir, 'log'), level: 'info' }),
  })
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

async function openSignedIn(): Promise<BridgeClient> {
  const page = openPage()
  expect((await page.session.signIn({ user: 'demo', password: 'right' })).ok).toBe(true)
  return page
}

const callId = CallId.parse('call-1')
const finished = {
  callId,
  queueId: null,
  personId: null,
  dispositionId: 'solved',
  note: 'Promised a call',
  followUpOn: null,
}

test('the page is told what the desk is, at once and at every change', async () => {
  const page = openPage()
  const states = await page.desk.watch(null)
  const first = await states.next()
  expect(first.value).toMatchObject({ session: null, unsentRecords: 0, settings: { locale: 'en' } })
  await page.session.signIn({ user: 'demo', password: 'right' })
  await vi.waitFor(async () => {
    const next = await states.next()
    expect(next.value).toMatchObject({ session: { name: 'Sara Ahmadi' }, gateway: { kind: 'connected' } })
  }, soon)
  await states.return?.()
})

test('the live stream begins with a snapshot, whenever a page asks', async () => {
  const page = await openSignedIn()
  await vi.waitFor(() => expect(gateway.watchedFrom.length).toBe(1), soon)
  const early = await page.live.watch(null)
  gateway.send(snapshot(3))
  expect((await early.next()).value).toMatchObject({ kind: 'snapshot', position: { seq: 3 } })
  const late = await openPage().live.watch(null)
  expect((await late.next()).value).toMatchObject({ kind: 'snapshot', position: { seq: 3 } })
})

test('one page has the phone; another can take it, but not during a call', async () => {
  const first = await openSignedIn()
  const second = openPage()
  const firstSeat = await first.phone.watch(null)
  expect((await firstSeat.next()).value).toMatchObject({ kind: 'granted', sip: { password: 'secret' } })
  const secondSeat = await second.phone.watch(null)
  expect((await secondSeat.next()).value).toEqual({ kind: 'elsewhere' })
  await first.phone.reportBusy({ busy: true })
  expect(await second.phone.take(null)).toEqual(failed('wrong-state'))
  await first.phone.reportBusy({ busy: false })
  expect((await second.phone.take(null)).ok).toBe(true)
  expect((await secondSeat.next()).value).toMatchObject({ kind: 'granted' })
  expect((await firstSeat.next()).value).toEqual({ kind: 'elsewhere' })
})

test('a page that is gone leaves the phone to the next', async () => {
  const first = await openSignedIn()
  await (await first.phone.watch(null)).next()
  const seat = await openPage().phone.watch(null)
  expect((await seat.next()).value).toEqual({ kind: 'elsewhere' })
  for (const port of ports.slice(0, 2)) port.close()
  expect((await seat.next()).value).toMatchObject({ kind: 'granted' })
})

test('a draft is kept at every keystroke and survives the desk', async () => {
  const page = await openSignedIn()
  await page.wrapUp.saveDraft({ ...emptyDraft(callId), note: 'Promised', revision: 1 })
  await page.wrapUp.saveDraft({ ...emptyDraft(callId), note: 'Prom', revision: 0 })
  await desk.close()
  desk = openDesk()
  const again = await openSignedIn()
  expect(await again.wrapUp.loadDraft({ callId })).toMatchObject({ ok: true, value: { note: 'Promised' } })
})

test('a finished wrap-up is sent once and leaves no draft', async () => {
  const page = await openSignedIn()
  await page.wrapUp.saveDraft({ ...emptyDraft(callId), note: 'Promised', revision: 1 })
  expect(await page.wrapUp.finish(finished)).toEqual({ ok: true, value: { sent: true } })
  expect(gateway.commands.filter((each) => each === 'finish').length).toBe(1)
  expect(await page.wrapUp.loadDraft({ callId })).toEqual({ ok: true, value: null })
})

test('a wrap-up finished while the gateway is away is sent when it is back', async () => {
  const page = await openSignedIn()
  gateway.cut()
  await vi.waitFor(() => expect(desk.link.state.kind).toBe('disconnected'), soon)
  expect(await page.wrapUp.finish(finished)).toEqual({ ok: true, value: { sent: false } })
  expect(gateway.commands).not.toContain('finish')
  clock.advance(250)
  await vi.waitFor(() => expect(gateway.commands).toContain('finish'), soon)
})

test('what breaks the contract is refused without a word about the inside', async () => {
  const page = openPage()
  const refused = await page.card.lookup({ dialString: 5 as never }).catch((cause: unknown) => cause)
  expect(refused).toBeInstanceOf(ORPCError)
  expect(refused).toMatchObject({ code: 'BAD_REQUEST' })
  expect(JSON.stringify(refused)).not.toMatch(/\.ts|node_modules|at /)
})

test('a surprise reaches the log, and the page only its reference', async () => {
  const page = openPage()
  vi.spyOn(desk.link, 'signIn').mockRejectedValue(new Error('secret place /etc/najva.ts:5'))
  const told = await page.session.signIn({ user: 'a', password: 'b' }).catch((cause: unknown) => cause)
  expect(told).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    data: { reference: expect.stringMatching(/^id-/) },
  })
  expect(JSON.stringify(told)).not.toContain('secret place')
  expect(readFileSync(join(profileDir, 'log/desk.log'), 'utf8')).toContain('secret place')
})

test('a broken page cannot fill the log, and no number it reports is written', async () => {
  const page = openPage()
  for (let count = 0; count < 30; count += 1)
    await page.desk.report({ message: 'broke at +989121234567', at: 'x' })
  const lines = readFileSync(join(profileDir, 'log/desk.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('error in the page'))
  expect(lines.length).toBe(20)
  expect(lines.join()).not.toContain('9121234567')
})

test('settings are checked and kept', async () => {
  const page = openPage()
  expect(await page.settings.change({ locale: 'fa' })).toMatchObject({ ok: true, value: { locale: 'fa' } })
  await expect(page.settings.change({ locale: 'xx' as never })).rejects.toThrow()
  await desk.close()
  desk = openDesk()
  const state = await (await openPage().desk.watch(null)).next()
  expect(state.value).toMatchObject({ settings: { locale: 'fa' } })
})

test('how a call sounds is passed on as the page told it, and what breaks the contract is not', async () => {
  const page = await openSignedIn()
  const report = { callId, mos: 4.2, lossPercent: 0, jitterMs: 2, roundTripMs: null }
  expect(await page.quality.report(report)).toBeNull()
  await vi.waitFor(() => expect(gateway.commands).toContain(`quality.report ${JSON.stringify(report)}`), soon)
  await expect(page.quality.report({ ...report, mos: 7 })).rejects.toThrow()
})
