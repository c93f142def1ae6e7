/** Proves the link to the gateway: it signs in, survives drops without a gap, and always answers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveMessage } from '#contract/centre'
import { failed, toFailure } from '#contract/failure'
import { createGatewayLink } from '#main/desk/gateway/gatewayLink'
import { createLog } from '#main/desk/log'
import type { GatewayLink } from '#main/desk/parts'
import {
  createScriptedGateway,
  delta,
  type ScriptedGateway,
  signedIn,
  snapshot,
} from '#tests/main/desk/scriptedGateway'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { soon } from '#tests/support/patience'

let gateway: ScriptedGateway
let clock: FakeClock
let link: GatewayLink
let heard: LiveMessage[]

beforeEach(async () => {
  gateway = await createScriptedGateway()
  clock = createFakeClock()
  heard = []
})

afterEach(async () => {
  await link.close()
  await gateway.close()
})

function open(random = 0.5): GatewayLink {
  let serial = 0
  link = createGatewayLink({
    url: gateway.url,
    clock,
    random: () => random,
    newId: () => `command-${++serial}`,
    log: createLog({ folder: null, level: 'silent' }),
  })
  link.onLive((message) => heard.push(message))
  return link
}

const until = (isTrue: () => boolean) => vi.waitFor(() => expect(isTrue()).toBe(true), soon)

async function openSignedIn(): Promise<GatewayLink> {
  open()
  expect(await link.signIn('demo', 'right')).toEqual({ ok: true, value: signedIn.session })
  await until(() => gateway.watchedFrom.length === 1)
  gateway.send(snapshot(3))
  await until(() => heard.length === 1)
  return link
}

test('signs in and hands out the session, the phone and the live stream', async () => {
  await openSignedIn()
  expect(link.state.kind).toBe('connected')
  expect(link.session?.name).toBe('Sara Ahmadi')
  expect(link.sip?.password).toBe('secret')
  gateway.send(delta(4))
  await until(() => heard.length === 2)
  expect(heard.map((each) => each.kind)).toEqual(['snapshot', 'delta'])
})

test('a wrong password is said, and leaves nobody signed in', async () => {
  open()
  expect(await link.signIn('demo', 'wrong')).toEqual(failed('wrong-password'))
  expect(link.session).toBeNull()
})

test('a late listener gets a snapshot of now, stamped with the gateway clock', async () => {
  await openSignedIn()
  gateway.send(delta(4))
  await until(() => heard.length === 2)
  clock.advance(300)
  const late: LiveMessage[] = []
  link.onLive((message) => late.push(message))
  expect(late).toEqual([{ ...snapshot(4), atMs: 1304 }])
})

test('a drop is healed by resuming where the stream stood', async () => {
  await openSignedIn()
  gateway.cut()
  await until(() => link.state.kind === 'disconnected')
  expect(link.state.failure?.code).toBe('gateway-away')
  expect(link.session).not.toBeNull()
  clock.advance(250)
  await until(() => link.state.kind === 'connected')
  expect(gateway.resumed).toEqual([signedIn.token])
  await until(() => gateway.watchedFrom.length === 2)
  expect(gateway.watchedFrom[1]).toEqual({ epoch: 'one', seq: 3 })
  gateway.send(delta(4))
  await until(() => heard.length === 2)
})

test('a gap asks for a new snapshot instead of passing a hole on', async () => {
  await openSignedIn()
  gateway.send(delta(5))
  await until(() => gateway.watchedFrom.length === 2)
  expect(gateway.watchedFrom[1]).toBeNull()
  gateway.send(snapshot(6))
  await until(() => heard.length === 2)
  expect(heard.map((each) => each.position.seq)).toEqual([3, 6])
})

test('a seat taken by another desk is said, and nothing tries to take it back', async () => {
  await openSignedIn()
  gateway.send({ kind: 'ended', failure: toFailure('signed-in-elsewhere') })
  await until(() => link.session === null)
  expect(link.ended?.code).toBe('signed-in-elsewhere')
  expect(link.sip).toBeNull()
  clock.advance(5000)
  expect(gateway.resumed).toEqual([])
})

test('a session the gateway no longer knows ends, and one can sign in again on the same link', async () => {
  await openSignedIn()
  gateway.answerResume = () => failed('signed-out')
  gateway.cut()
  await until(() => link.state.kind === 'disconnected')
  clock.advance(250)
  await until(() => link.state.kind === 'connected')
  expect(link.ended?.code).toBe('signed-out')
  expect((await link.signIn('demo', 'right')).ok).toBe(true)
})

test('a silent stream is a dead link: it is dropped after 12 s and opened anew', async () => {
  await openSignedIn()
  clock.advance(11_999)
  expect(link.state.kind).toBe('connected')
  clock.advance(1)
  await until(() => link.state.kind === 'disconnected')
  clock.advance(250)
  await until(() => gateway.resumed.length === 1)
})

test('a command without an answer is answered after 5 s', async () => {
  await openSignedIn()
  gateway.mute = true
  const answer = link.clearNextStatus()
  await until(() => gateway.commands.length === 1)
  clock.advance(5000)
  expect(await answer).toEqual(failed('timed-out'))
})

test('commands say that the gateway is away, or that nobody is signed in', async () => {
  open()
  await until(() => link.state.kind === 'connected')
  expect(await link.clearNextStatus()).toEqual(failed('signed-out'))
  await link.signIn('demo', 'right')
  gateway.cut()
  await until(() => link.state.kind === 'disconnected')
  expect(await link.clearNextStatus()).toEqual(failed('gateway-away'))
})

test('waits grow from half a second to 30 s with full jitter, and the age counts from the loss', async () => {
  await openSignedIn()
  await gateway.close()
  await until(() => link.state.kind === 'disconnected')
  const lostAtMs = link.state.sinceMs
  for (const waitMs of [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
    await until(() => clock.pending === 1)
    clock.advance(waitMs - 1)
    expect(clock.pending).toBe(1)
    clock.advance(1)
    await until(() => clock.pending === 1)
  }
  expect(link.state).toMatchObject({ kind: 'disconnected', sinceMs: lostAtMs })
})

test('signing out forgets the session here even when the gateway is silent', async () => {
  await openSignedIn()
  gateway.mute = true
  const out = link.signOut()
  await until(() => gateway.commands.includes('signOut'))
  clock.advance(5000)
  expect(await out).toEqual({ ok: true, value: null })
  expect(link.session).toBeNull()
  expect(link.ended).toBeNull()
})

test('a gateway of another version ends in a state that does not retry', async () => {
  await openSignedIn()
  gateway.answerResume = () => failed('invalid')
  gateway.cut()
  await until(() => link.state.kind === 'disconnected')
  clock.advance(250)
  await until(() => link.state.kind === 'failed')
  clock.advance(60_000)
  expect(gateway.resumed.length).toBe(1)
})

test('closing leaves no timer and no connection', async () => {
  await openSignedIn()
  await link.close()
  await until(() => gateway.connections === 0)
  await until(() => clock.pending === 0)
})
