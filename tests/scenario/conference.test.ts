/**
 * Conferences on the practice centre, asked for over the real wire: by tones at every ear, a caller of a queue, the agent
 * and a colleague or somebody outside; who may, who is told, and that whoever leaves leaves the others talking.
 */
import { beforeEach, expect, test } from 'vitest'
import { newCommandId, type TestDesk } from '#tests/gateway/support/testDesk'
import { until } from '#tests/gateway/support/world'
import {
  failureOf,
  gateway,
  lale,
  omid,
  open,
  room,
  sara,
  signIn,
} from '#tests/scenario/support/supervisedFloor'
import { callerOf, otherSupervisor, supervisor } from '#tests/simulator/support/monitorRoom'

type CallId = ReturnType<typeof room.centre.callIn>

let desk: TestDesk
let callId: CallId
let own: string
let colleague: string

const activityOf = (agentId: typeof sara) => gateway.floor.agents.get(agentId)?.activity.kind
const membersNow = () => gateway.floor.calls.get(callId)?.conference ?? []
const namesNow = () => membersNow().map(({ name, number }) => name ?? number)
const join = (otherCallId: CallId, by = desk) =>
  by.client.floor.joinCalls({ commandId: newCommandId(), callId, otherCallId })

/** Sara talks with a caller, holds them, and talks with Omid, whose phone she has dialled. */
beforeEach(async () => {
  await open()
  desk = await signIn('sara')
  await signIn('omid')
  callId = room.centre.callIn(callerOf('support'))
  await until(() => {
    room.clock.advance(100)
    return room.phones.ringingAt('1001') !== null
  })
  own = room.phones.answer('1001')
  await until(() => activityOf(sara) === 'talking')
})

async function consult(): Promise<CallId> {
  room.phones.tell({ kind: 'held', legId: own })
  room.phones.tell({ kind: 'dialled', legId: 'second', extension: '1001', target: supervisor })
  await until(() => room.phones.ringingAt(supervisor) !== null)
  colleague = room.phones.answer(supervisor)
  await until(() => activityOf(omid) === 'talking')
  room.phones.tell({ kind: 'resumed', legId: own })
  return newCall()
}

function newCall(): CallId {
  const other = [...gateway.floor.calls.keys()].find((id) => id !== callId)
  if (other === undefined) throw new Error('no call was dialled')
  return other
}

test('three hear each other, the second leg of the agent ends, and everybody is shown', async () => {
  const other = await consult()
  expect(failureOf(await join(other))).toBe('done')
  expect(room.heardBy(own)).toEqual(['caller', 'supervisor'])
  expect(room.heardBy(colleague)).toEqual(['caller', 'agent'])
  expect(room.heardOutside(callId)).toEqual(['agent', 'supervisor'])
  expect(room.phones.orders).toContainEqual(expect.stringContaining('second'))
  expect([...gateway.floor.calls.keys()]).toEqual([callId])
  expect(namesNow()).toEqual(['+989121234567', 'Omid', 'Sara'])
  expect([activityOf(sara), activityOf(omid)]).toEqual(['talking', 'talking'])
})

test('the agent leaves: caller and colleague talk on, and the call is the colleague’s', async () => {
  expect(failureOf(await join(await consult()))).toBe('done')
  await room.hangUp(own)
  await until(() => activityOf(sara) !== 'talking')
  expect(room.heardBy(colleague)).toEqual(['caller'])
  expect(room.heardOutside(callId)).toEqual(['supervisor'])
  expect(gateway.floor.calls.get(callId)?.state).toMatchObject({ kind: 'talking', agentId: omid })
  expect(membersNow()).toEqual([])
})

test('the caller hangs up: the two of the house talk on, and the call ends with them', async () => {
  expect(failureOf(await join(await consult()))).toBe('done')
  room.centre.hangUpCaller(callId)
  await until(() => membersNow().length === 0)
  expect(room.heardBy(own)).toEqual(['supervisor'])
  expect(room.heardBy(colleague)).toEqual(['agent'])
  await room.hangUp(colleague)
  await until(() => gateway.floor.calls.size === 0)
})

test('one is let go by whoever is in it, and by nobody else', async () => {
  expect(failureOf(await join(await consult()))).toBe('done')
  const guest = membersNow().find(({ agentId }) => agentId === omid)?.id ?? ''
  const drop = (by: TestDesk, memberId: string) =>
    by.client.floor.dropMember({ commandId: newCommandId(), callId, memberId })
  const reza = await signIn('reza')
  expect(failureOf(await drop(reza, guest))).toBe('forbidden')
  expect(failureOf(await drop(desk, 'nobody'))).toBe('not-found')
  expect(failureOf(await drop(desk, guest))).toBe('done')
  expect(room.heardBy(own)).toEqual(['caller'])
  expect(room.heardOutside(callId)).toEqual(['agent'])
})

test('nobody joins calls that are not theirs, not even who leads them', async () => {
  const other = await consult()
  const [reza, lale] = [await signIn('reza'), await signIn('lale')]
  expect(failureOf(await join(other, reza))).toBe('forbidden')
  expect(failureOf(await join(other, lale))).toBe('forbidden')
  expect(failureOf(await join('none' as CallId))).toBe('forbidden')
  expect(failureOf(await join(callId))).toBe('wrong-state')
  expect(room.heardBy(own)).toEqual(['caller'])
})

test('somebody outside is a guest, heard by all, and gone when let go', async () => {
  room.phones.tell({ kind: 'held', legId: own })
  room.phones.tell({ kind: 'dialled', legId: 'second', extension: '1001', target: '+989121110000' })
  await until(() => {
    room.clock.advance(500)
    return [...gateway.floor.calls.values()].some(
      ({ direction, state }) => direction === 'outbound' && state.kind === 'talking',
    )
  })
  room.phones.tell({ kind: 'resumed', legId: own })
  const other = [...gateway.floor.calls.keys()].find((id) => id !== callId) as CallId
  expect(failureOf(await join(other))).toBe('done')
  expect(namesNow()).toEqual(['+989121234567', '+989121110000', 'Sara'])
  expect(gateway.floor.calls.has(other)).toBe(false)
  const guest = membersNow()[1]?.id ?? ''
  const input = { commandId: newCommandId(), callId, memberId: guest }
  expect(failureOf(await desk.client.floor.dropMember(input))).toBe('done')
  expect(membersNow()).toEqual([])
  expect(room.heardBy(own)).toEqual(['caller'])
})

test('a fourth of the house and a fifth outside join them, and all hear each other', async () => {
  await signIn('lale')
  expect(failureOf(await join(await consult()))).toBe('done')

  room.phones.tell({ kind: 'held', legId: own })
  room.phones.tell({ kind: 'dialled', legId: 'third', extension: '1001', target: otherSupervisor })
  await until(() => room.phones.ringingAt(otherSupervisor) !== null)
  const fourth = room.phones.answer(otherSupervisor)
  await until(() => activityOf(lale) === 'talking')
  room.phones.tell({ kind: 'resumed', legId: own })
  expect(failureOf(await join(newCall()))).toBe('done')
  expect(namesNow()).toEqual(['+989121234567', 'Lale', 'Omid', 'Sara'])
  expect(room.heardBy(own)).toEqual(['caller', 'supervisor', 'other'])
  expect(room.heardBy(fourth)).toEqual(['caller', 'agent', 'supervisor'])
  expect(room.heardOutside(callId)).toEqual(['agent', 'supervisor', 'other'])

  room.phones.tell({ kind: 'held', legId: own })
  room.phones.tell({ kind: 'dialled', legId: 'fourth', extension: '1001', target: '+989121110000' })
  await until(() => {
    room.clock.advance(500)
    return [...gateway.floor.calls.values()].some(
      ({ direction, state }) => direction === 'outbound' && state.kind === 'talking',
    )
  })
  room.phones.tell({ kind: 'resumed', legId: own })
  expect(failureOf(await join(newCall()))).toBe('done')
  expect(namesNow()).toEqual(['+989121234567', '+989121110000', 'Lale', 'Omid', 'Sara'])
  expect([...gateway.floor.calls.keys()]).toEqual([callId])
  // Whoever is dialled outside speaks as a caller does: the caller hears them besides the three.
  expect(room.heardOutside(callId)).toEqual(['caller', 'agent', 'supervisor', 'other'])

  await room.hangUp(own)
  await until(() => membersNow().length === 4)
  expect(room.heardBy(colleague)).toEqual(['caller', 'other'])
  expect(room.heardBy(fourth)).toEqual(['caller', 'supervisor'])
})
