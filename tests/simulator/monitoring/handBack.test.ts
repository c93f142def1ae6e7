/** The supervisor's leg vanishes, or the caller is handed back to somebody who does not answer: nobody is dropped. */
import { describe, expect, test } from 'vitest'
import { callerOf, monitorId, supervisor, tokenOf } from '#tests/simulator/support/monitorRoom'
import { setUp } from '#tests/simulator/support/monitorSituations'
import { openWatchedRoomForEachTest, room, watch } from '#tests/simulator/support/watchedRoom'

openWatchedRoomForEachTest()

const m1 = monitorId('m1')
const takeOver = () => room.ask({ kind: 'monitorTakeOver', monitorId: m1 })

describe('the supervisor’s leg vanishes', () => {
  async function lose(legId: string) {
    room.phones.tell({ kind: 'hungUp', legId })
    room.phones.unregister(supervisor)
    await Promise.resolve()
  }

  test('before the swap: there is nothing to swap to, and the agent keeps the caller', async () => {
    const it = await setUp(room, 'queue call')
    await lose(await room.open(it.on, 'whisper'))
    expect(await takeOver()).toBe('not-found')
    expect(it.caller()).toEqual(['agent'])
    expect(it.agent?.()).toEqual(['caller'])
    expect(room.ofKind('callTransferred')).toEqual([])
  })

  test('while its phone still rings: the same', async () => {
    const it = await setUp(room, 'queue call')
    await room.ask({
      kind: 'monitorOpen',
      monitorId: m1,
      extension: supervisor,
      token: tokenOf('m1'),
      on: it.on,
      mode: 'barge',
    })
    expect(await takeOver()).toBe('wrong-state')
    room.phones.unregister(supervisor)
    expect(await takeOver()).toBe('not-found')
    expect(it.caller()).toEqual(['agent'])
  })

  test('after the swap: the caller is at the head of the queue they came from', async () => {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'listen')
    await takeOver()
    room.centre.callIn(callerOf('support'))
    room.story()
    await lose(legId)
    expect(room.story().slice(0, 4)).toEqual([
      'phoneUnregistered 1901',
      'callTransferred call1 1901 blind support',
      'callQueued call1 support 1',
      'monitorLeg m1 gone lost',
    ])
    expect(room.ofKind('callEnded')).toEqual([])
    expect(watch.complaints()).toEqual([])
  })

  test('while the agent rings to take the caller back: they do, or the caller goes to the head of the queue', async () => {
    for (const isAnswered of [true, false]) {
      const it = await setUp(room, 'queue call')
      const legId = await room.open(it.on, 'listen')
      await takeOver()
      await room.ask({ kind: 'giveTo', ...it.on })
      room.story()
      await lose(legId)
      expect(room.story()).toEqual([
        'phoneUnregistered 1901',
        expect.stringMatching(/^callTransferred call\d 1901 blind 1001$/),
        expect.stringMatching(/^callOffered call\d 1001$/),
        'monitorLeg m1 gone lost',
      ])
      if (isAnswered) room.phones.answer('1001')
      else room.phones.decline('1001', 603)
      expect(room.story().some((line) => line.startsWith(isAnswered ? 'callConnected' : 'callQueued'))).toBe(
        true,
      )
      expect(room.ofKind('callEnded').map(({ callId }) => callId)).not.toContain(it.on.callId)
      expect(watch.complaints()).toEqual([])
      room.centre.hangUpCaller(it.on.callId)
      await room.ask({ kind: 'finishWrapUp', extension: '1001' })
      await room.seat(supervisor)
    }
  })
})

describe('handed back to a phone that is answered, while its sound is being set up', () => {
  async function pickedUp() {
    const it = await setUp(room, 'queue call')
    const legId = await room.open(it.on, 'listen')
    await takeOver()
    await room.ask({ kind: 'giveTo', ...it.on })
    const agentLegId = room.phones.pickUp('1001')
    room.story()
    return { ...it, legId, agentLegId }
  }

  test('the supervisor stays until it is heard', async () => {
    const { caller, legId, agentLegId } = await pickedUp()
    expect(caller()).toEqual(['supervisor'])
    expect(room.heardBy(legId)).toEqual(['caller'])
    room.phones.tell({ kind: 'sounds', legId: agentLegId })
    expect(caller()).toEqual(['agent'])
    expect(room.heardBy(agentLegId)).toEqual(['caller'])
    expect(room.heardBy(legId)).toEqual([])
  })

  test('but no longer than 2 s: a phone that never speaks was answered all the same', async () => {
    const { agentLegId } = await pickedUp()
    room.clock.advance(1999)
    expect(room.story()).toEqual([])
    room.clock.advance(1)
    expect(room.story()).toEqual([
      'callConnected call1 1001',
      'callTransferred call1 1901 blind 1001',
      'monitorLeg m1 waiting',
    ])
    expect(room.heardBy(agentLegId)).toEqual(['caller'])
    expect(watch.complaints()).toEqual([])
  })

  test('a supervisor who is gone meanwhile leaves the caller to the agent at once', async () => {
    const { caller, legId } = await pickedUp()
    await room.hangUp(legId)
    expect(caller()).toEqual(['agent'])
    expect(room.ofKind('callEnded')).toEqual([])
    expect(watch.complaints()).toEqual([])
  })

  test('an agent who is gone meanwhile was not reached: the caller is at the head of the queue', async () => {
    const { agentLegId } = await pickedUp()
    await room.hangUp(agentLegId)
    expect(room.story().slice(0, 3)).toEqual([
      'offerEnded call1 1001 unreachable',
      'callTransferred call1 1901 blind support',
      'callQueued call1 support 1',
    ])
    expect(watch.complaints()).toEqual([])
  })
})

describe('handed back to somebody who does not answer', () => {
  test('the caller goes to the head of the queue, and the leg waits', async () => {
    const it = await setUp(room, 'queue call')
    await room.open(it.on, 'listen')
    await takeOver()
    await room.ask({ kind: 'giveTo', ...it.on })
    room.phones.decline('1001', 603)
    expect(room.story().slice(-5)).toEqual([
      'offerEnded call1 1001 declined',
      'callTransferred call1 1901 blind support',
      'callQueued call1 support 1',
      'callOffered call1 1001',
      'monitorLeg m1 waiting',
    ])
    expect(watch.complaints()).toEqual([])
  })

  test('a caller of no queue stays with the supervisor', async () => {
    const it = await setUp(room, 'outbound call')
    const legId = await room.open(it.on, 'listen')
    await takeOver()
    await room.ask({ kind: 'giveTo', ...it.on })
    room.phones.decline('1001', 603)
    expect(it.caller()).toEqual(['supervisor'])
    expect(room.heardBy(legId)).toEqual(['caller'])
  })

  test('a leg that is closed meanwhile leaves the agent ringing for the caller', async () => {
    const it = await setUp(room, 'queue call')
    await room.open(it.on, 'listen')
    await takeOver()
    await room.ask({ kind: 'giveTo', ...it.on })
    await room.ask({ kind: 'monitorClose', monitorId: m1 })
    room.phones.answer('1001')
    expect(it.caller()).toEqual(['agent'])
    expect(watch.complaints()).toEqual([])
  })
})
