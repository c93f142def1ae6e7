/** The life of a monitoring leg: rung with its token, answered or not, put to calls, lost, closed; what is refused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CallId } from '#contract/ids'
import type { MonitorPoint } from '#contract/pbx'
import {
  callerOf,
  closeEmpty,
  colleague,
  createMonitorRoom,
  type MonitorRoom,
  monitorId,
  supervisor,
  tokenOf,
} from '#tests/simulator/support/monitorRoom'
import { setUp } from '#tests/simulator/support/monitorSituations'

let room: MonitorRoom

beforeEach(async () => {
  room = createMonitorRoom()
  await room.seat(supervisor)
  room.story()
})
afterEach(async () => {
  await closeEmpty(room)
})

const m1 = monitorId('m1')
const token = tokenOf('m1')
const ring = (on: MonitorPoint | null = null, extension = supervisor) =>
  room.ask({ kind: 'monitorOpen', monitorId: m1, extension, token, on, mode: 'listen' })

describe('the phone is asked', () => {
  test('with the token in its header, beside what else rings or talks there', async () => {
    expect(await ring()).toBe('done')
    expect(room.phones.monitorRinging(token)).toMatchObject({
      extension: supervisor,
      headers: { 'X-Najva-Monitor': token },
    })
    expect(room.story()).toEqual([])
  })

  test('also while that phone is in a call of its own, and is then still asked for calls as before', async () => {
    await room.seat('1001')
    room.phones.tell({ kind: 'dialled', legId: 'own', extension: supervisor, target: '1001' })
    room.phones.answer('1001')
    const callId = room.ofKind('callEntered')[0]?.callId
    expect(await ring()).toBe('done')
    const legId = room.phones.answerMonitor(token)
    await room.hangUp('own')
    expect(room.ofKind('callEnded')).toHaveLength(1)
    expect(room.heardBy(legId)).toEqual([])
    // The leg that waits does not make the line busy.
    room.phones.tell({ kind: 'dialled', legId: 'calls', extension: '1001', target: supervisor })
    expect(room.phones.ringingAt(supervisor)).not.toBeNull()
    expect(callId).toBeDefined()
  })

  test('answered, it waits alone', async () => {
    await ring()
    const legId = room.phones.answerMonitor(token)
    expect(room.story()).toEqual(['monitorLeg m1 waiting'])
    expect(room.heardBy(legId)).toEqual([])
    expect(room.phones.roomsOf(legId)).toBe(1)
  })

  test('answered, it is put to its call at once; one that is over meanwhile lets it wait', async () => {
    const it = await setUp(room, 'queue call')
    await ring(it.on)
    room.story()
    room.phones.answerMonitor(token)
    expect(room.story()).toEqual(['monitorLeg m1 hearing call1 1001 listen'])
    await room.ask({
      kind: 'monitorOpen',
      monitorId: monitorId('m2'),
      extension: supervisor,
      token: tokenOf('m2'),
      on: it.on,
      mode: 'barge',
    })
    room.centre.hangUpCaller(it.on.callId)
    room.story()
    room.phones.answerMonitor(tokenOf('m2'))
    expect(room.story()).toEqual(['monitorLeg m2 waiting'])
  })

  test('and says no', async () => {
    await ring()
    room.phones.declineMonitor(token, 403)
    expect(room.story()).toEqual(['monitorLeg m1 gone refused'])
  })

  test('and says nothing for 10 s', async () => {
    await ring()
    room.clock.advance(9_999)
    expect(room.story()).toEqual([])
    room.clock.advance(1)
    expect(room.story()).toEqual(['monitorLeg m1 gone refused'])
    expect(room.phones.monitorRinging(token)).toBeNull()
  })

  test('and its line is lost while it rings', async () => {
    await ring()
    room.phones.unregister(supervisor)
    expect(room.story()).toEqual(['phoneUnregistered 1901', 'monitorLeg m1 gone lost'])
  })

  test('and steered while it rings, it is put where it was steered last', async () => {
    const it = await setUp(room, 'queue call')
    await ring()
    expect(await room.steer(it.on, 'whisper')).toBe('done')
    room.story()
    const legId = room.phones.answerMonitor(token)
    expect(room.story()).toEqual(['monitorLeg m1 hearing call1 1001 whisper'])
    expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
  })
})

describe('what cannot be', () => {
  test.each([
    ['an extension nobody has', () => ring(null, '4242'), 'not-found'],
    ['a phone that is not there', () => ring(null, '1002'), 'wrong-state'],
    ['a session that is there already', async () => (await ring()) && ring(), 'wrong-state'],
    ['steering a session nobody has', () => room.steer(null, 'listen', 'no'), 'not-found'],
    ['closing a session nobody has', () => room.ask({ kind: 'monitorClose', monitorId: m1 }), 'not-found'],
    ['taking over for nobody', () => room.ask({ kind: 'monitorTakeOver', monitorId: m1 }), 'not-found'],
  ])('%s', async (_what, ask, code) => {
    expect(await ask()).toBe(code)
  })

  test('a simulated colleague monitors nobody', async () => {
    expect(await ring(null, colleague)).toBe('done')
    expect(room.story()).toEqual(['monitorLeg m1 gone refused'])
  })

  test('a call that is over, one that still rings, and one’s own: the leg stays as it was', async () => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'whisper')
    room.story()
    const gone = { callId: CallId.parse('gone'), extension: '1001' }
    expect(await room.steer(gone, 'barge')).toBe('not-found')
    const callId = room.centre.callIn(callerOf('support'))
    expect(await room.steer({ callId, extension: '1001' }, 'barge')).toBe('wrong-state')
    expect(await room.steer({ ...it.on, extension: '1002' }, 'barge')).toBe('wrong-state')
    expect(it.caller()).toEqual(['agent'])
    expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
    expect(room.story().filter((line) => line.startsWith('monitorLeg'))).toEqual([])
  })

  test('one’s own call is not monitored: its leg would bring one’s own voice back', async () => {
    await room.seat('1001')
    room.phones.tell({ kind: 'dialled', legId: 'own', extension: supervisor, target: '1001' })
    room.phones.answer('1001')
    await room.open(null, 'listen')
    const callId = room.ofKind('callEntered')[0]?.callId ?? CallId.parse('gone')
    expect(await room.steer({ callId, extension: '1001' }, 'listen')).toBe('wrong-state')
  })

  test('take-over of a leg that waits', async () => {
    await room.open(null, 'listen')
    expect(await room.ask({ kind: 'monitorTakeOver', monitorId: m1 })).toBe('wrong-state')
  })
})

describe('a leg that hears', () => {
  test('waits when the call ends, and is put to the next', async () => {
    const first = await setUp(room, 'queue call')
    const legId = await room.open(first.on, 'whisper')
    room.story()
    room.centre.hangUpCaller(first.on.callId)
    expect(room.story()).toEqual(['callEnded call1 caller-hung-up', 'monitorLeg m1 waiting'])
    expect(room.heardBy(legId)).toEqual([])
    await room.ask({ kind: 'finishWrapUp', extension: '1001' })
    const next = await setUp(room, 'queue call')
    expect(await room.steer(next.on, 'whisper')).toBe('done')
    expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
  })

  test('waits when its agent gives the caller away, and does not come back by itself', async () => {
    const it = await setUp(room, 'queue call')
    await room.seat('1002')
    const legId = await room.open(it.on, 'barge')
    room.phones.tell({ kind: 'transferAsked', legId: it.agentLegId ?? '', target: '1002' })
    const otherLegId = room.phones.answer('1002')
    expect(room.story().at(-1)).toBe('monitorLeg m1 waiting')
    expect(it.caller()).toEqual(['agent'])
    room.phones.tell({ kind: 'transferAsked', legId: otherLegId, target: '1001' })
    room.phones.answer('1001')
    expect(room.heardBy(legId)).toEqual([])
    expect(it.caller()).toEqual(['agent'])
  })

  test('is lost with its phone', async () => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'barge')
    room.story()
    await room.hangUp(legId)
    expect(room.story()).toEqual(['monitorLeg m1 gone lost'])
    expect(room.phones.roomsOf(legId)).toBe(0)
    expect(it.caller()).toEqual(['agent'])
    expect(await room.steer(it.on, 'listen')).toBe('not-found')
  })

  test('is lost once when the phone is registered no more and its leg ends after that', async () => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'barge')
    room.story()
    room.phones.unregister(supervisor)
    await room.hangUp(legId)
    expect(room.story()).toEqual(['phoneUnregistered 1901', 'monitorLeg m1 gone lost'])
    expect(it.caller()).toEqual(['agent'])
  })

  test('is closed, and a new session may have its name', async () => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'barge')
    room.story()
    expect(await room.ask({ kind: 'monitorClose', monitorId: m1 })).toBe('done')
    expect(room.story()).toEqual(['monitorLeg m1 gone closed'])
    expect(room.phones.orders.at(-1)).toBe(`hangUp ${legId} normal`)
    expect(await ring(it.on)).toBe('done')
  })

  test('is closed while its phone still rings', async () => {
    await ring()
    expect(await room.ask({ kind: 'monitorClose', monitorId: m1 })).toBe('done')
    expect(room.phones.monitorRinging(token)).toBeNull()
    expect(room.story()).toEqual(['monitorLeg m1 gone closed'])
  })

  test('keeps nothing alive: the sound of simulated people ends with the last who hears it', async () => {
    const it = await setUp(room, 'call of a simulated colleague')
    expect(room.phones.openConferences).toBe(0)
    await room.open(it.on, 'listen')
    expect(room.phones.openConferences).toBe(1)
    await room.ask({ kind: 'monitorClose', monitorId: m1 })
    expect(room.phones.openConferences).toBe(0)
  })
})
