/** The desk proves that callers can reach it, when it may and when it must, and who may be available meanwhile. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { done, failed } from '#contract/failure'
import type { ReachPolicy } from '#contract/reach'
import { type DeskRoom, idleAgent, openDeskRoom, settle, signIn } from '#tests/renderer/state/deskRoom'

let room: DeskRoom

beforeEach(async () => {
  room = await openDeskRoom()
  room.main.answerAct = () => done(null)
})

afterEach(() => room.close())

const notReady = { id: 'other', kind: 'notReady' as const, label: { en: 'Other', fa: 'دیگر' } }

async function begin(reach: ReachPolicy, me = idleAgent): Promise<void> {
  await signIn(room, me, { reach, pauseReasons: [notReady] })
  await settle()
}

async function pass(milliseconds: number): Promise<void> {
  room.clock.advance(milliseconds)
  await settle()
}

const kind = () => room.model.reach.state.kind

test('a site that asks for no proof has none made', async () => {
  await begin('off')
  await pass(60_000)
  expect(room.phone.proofs).toBe(0)
})

test('proven after the sign-in, and again after sleep, in another network and with another headset', async () => {
  await begin('warn')
  await pass(1500)
  expect([kind(), room.phone.proofs]).toEqual(['proven', 1])
  room.comeBack('shown')
  await pass(5000)
  expect(room.phone.proofs).toBe(1)
  for (const cause of ['woken', 'network'] as const) {
    room.comeBack(cause)
    expect(kind()).toBe('unproven')
    await pass(1500)
    expect(kind()).toBe('proven')
  }
  const speakers = [{ id: 'a', label: 'Headset' }]
  room.phone.setDevices({ microphones: [], speakers })
  await pass(1500)
  expect(room.phone.proofs).toBe(3)
  room.phone.setDevices({ microphones: [], speakers: [{ id: 'b', label: 'Other' }] })
  await pass(1500)
  expect(room.phone.proofs).toBe(4)
})

test('never beside a call; afterwards at once', async () => {
  await begin('warn')
  room.phone.invite({})
  await pass(60_000)
  expect(room.phone.proofs).toBe(0)
  room.phone.end('missed')
  await pass(6000)
  expect(kind()).toBe('proven')
})

test('what failed is said, and tried again more and more seldom, or when asked', async () => {
  room.phone.proofWith = { kind: 'failed', step: 'sound', failure: null }
  await begin('warn')
  await pass(1500)
  expect(room.model.reach.state).toMatchObject({ kind: 'failed', step: 'sound' })
  await pass(15_000)
  expect(room.phone.proofs).toBe(2)
  await pass(29_999)
  expect(room.phone.proofs).toBe(2)
  await pass(1)
  expect(room.phone.proofs).toBe(3)
  room.phone.proofWith = { kind: 'proven' }
  room.desk.actions.proveReach()
  await settle()
  expect(kind()).toBe('proven')
})

test('where it is required nobody is made available unproven, and everybody afterwards', async () => {
  room.phone.proofWith = { kind: 'failed', step: 'call', failure: null }
  await begin('require')
  await room.until('held back', () => room.main.statuses.length === 1)
  expect(room.main.statuses).toEqual([{ kind: 'notReady', reasonId: 'other' }])
  const away = { ...idleAgent, status: { kind: 'notReady' as const, reasonId: 'other', sinceMs: 0 } }
  await room.change({ kind: 'agent', agent: away })
  await pass(1500)
  await room.desk.actions.chooseStatus({ kind: 'available' })
  expect(room.main.statuses.length).toBe(1)
  expect(room.model.failure?.code).toBe('unproven')
  room.phone.proofWith = { kind: 'proven' }
  await pass(15_000)
  await room.until('let go', () => room.main.statuses.length === 2)
  expect(room.main.statuses.at(-1)).toEqual({ kind: 'available' })
})

test('a proof the gateway does not take is none, and one it no longer knows is made again', async () => {
  room.main.answerAct = () => failed('wrong-state', 'echo')
  await begin('require')
  await pass(1500)
  await room.until('refused', () => kind() === 'failed')
  expect(room.main.acts.at(-1)).toMatchObject({ group: 'reach', name: 'prove' })
  room.main.answerAct = () => done(null)
  await pass(15_000)
  await room.until('taken', () => kind() === 'proven')
  const before = room.phone.proofs
  await room.change({ kind: 'agent', agent: { ...idleAgent, isUnproven: true } })
  await pass(1500)
  await room.until('proven anew', () => room.phone.proofs === before + 1 && kind() === 'proven')
})

test('a warning alone holds nobody back', async () => {
  room.phone.proofWith = { kind: 'failed', step: 'mute', failure: null }
  await begin('warn')
  await pass(1500)
  await room.desk.actions.chooseStatus({ kind: 'available' })
  expect(room.main.statuses).toEqual([{ kind: 'available' }])
})
