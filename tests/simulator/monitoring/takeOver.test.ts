/** Callers are taken over and handed back fifty times in every situation: never dropped, never alone for a frame. */
import { describe, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import type { Frame } from '#simulator/telephony'
import {
  callerOf,
  colleague,
  monitorId,
  otherSupervisor,
  supervisor,
  voicesIn,
} from '#tests/simulator/support/monitorRoom'
import { setUp, situationNames } from '#tests/simulator/support/monitorSituations'
import { openWatchedRoomForEachTest, room, watch } from '#tests/simulator/support/watchedRoom'

openWatchedRoomForEachTest()

const m1 = monitorId('m1')
const takeOver = () => room.ask({ kind: 'monitorTakeOver', monitorId: m1 })
const rounds = 50

/** The longest run of frames at the caller's ear in which nobody speaks. */
function watchGap(callId: CallId) {
  let longest = 0
  let now = 0
  const stop = room.centre.onHeard(callId, (frame: Frame) => {
    now = voicesIn(frame).some((voice) => voice !== 'caller') ? 0 : now + 1
    longest = Math.max(longest, now)
  })
  return { longest: () => longest, stop }
}

/** The one who was rung for the caller picks up. */
function answerAt(extension: string): void {
  if (extension === colleague) room.clock.advance(1500)
  else room.phones.answer(extension)
}

describe.each(situationNames.filter((name) => name !== 'internal call'))('a %s', (name) => {
  test('is taken over and handed back', async () => {
    const it = await setUp(room, name)
    const { callId, extension } = it.on
    const legId = await room.open(it.on, 'whisper')
    const gaps: number[] = []
    for (let round = 0; round < rounds; round++) {
      const gap = watchGap(callId)
      expect(await takeOver()).toBe('done')
      expect(room.heardBy(legId)).toEqual(['caller'])
      room.phones.mix(round % 4)
      expect(await room.ask({ kind: 'giveTo', callId, extension })).toBe('done')
      room.phones.mix(3)
      answerAt(extension)
      room.phones.mix(1)
      gaps.push(gap.longest())
      gap.stop()
      expect(room.heardBy(legId)).toEqual([])
      expect(await room.steer(it.on, round % 2 === 0 ? 'listen' : 'barge')).toBe('done')
      expect(room.heardBy(legId)).toEqual(['caller', 'agent'])
      expect(watch.complaints()).toEqual([])
    }
    expect(room.ofKind('callEnded')).toEqual(
      // The talk with the colleague who was asked, where there was one.
      name === 'call transferred after consulting' ? [expect.objectContaining({ end: 'transferred' })] : [],
    )
    // Every frame of every round was somebody's speech: p95 and maximum are 0 frames, of the 3 that are allowed.
    expect(Math.max(...gaps)).toBe(0)
  })
})

test('an internal call is taken over, and the one who is left talks with the supervisor', async () => {
  for (let round = 0; round < rounds; round++) {
    const it = await setUp(room, 'internal call')
    const legId = await room.open(it.on, 'listen', 'm1')
    expect(await takeOver()).toBe('done')
    expect(it.caller()).toEqual(['supervisor'])
    expect(watch.complaints()).toEqual([])
    expect(await room.ask({ kind: 'giveTo', ...it.on })).toBe('wrong-state')
    await room.hangUp(legId)
    expect(room.ofKind('callEnded')).toHaveLength(round + 1)
    expect(watch.complaints()).toEqual([])
  }
})

describe('what is told', () => {
  test('of a take-over, of handing back, and of the end', async () => {
    const it = await setUp(room, 'queue call')
    await room.open(it.on, 'listen')
    room.story()
    await takeOver()
    expect(room.story()).toEqual([
      'callTransferred call1 1001 blind 1901',
      'callConnected call1 1901',
      'monitorLeg m1 talking call1',
    ])
    await room.ask({ kind: 'giveTo', ...it.on })
    expect(room.story()).toEqual(['callOffered call1 1001'])
    room.phones.answer('1001')
    expect(room.story()).toEqual([
      'callConnected call1 1001',
      'callTransferred call1 1901 blind 1001',
      'monitorLeg m1 waiting',
    ])
    await room.steer(it.on, 'barge')
    room.centre.hangUpCaller(it.on.callId)
    expect(room.story()).toEqual([
      'monitorLeg m1 hearing call1 1001 barge',
      'callEnded call1 caller-hung-up',
      'monitorLeg m1 waiting',
    ])
  })

  test('a transfer the agent had begun comes to nothing', async () => {
    const it = await setUp(room, 'queue call')
    await room.seat('1002')
    await room.open(it.on, 'listen')
    room.phones.tell({ kind: 'transferAsked', legId: it.agentLegId ?? '', target: '1002' })
    room.story()
    expect(await takeOver()).toBe('done')
    expect(room.phones.ringingAt('1002')).toBeNull()
    expect(room.phones.orders).toContain(`reportTransfer ${it.agentLegId} 487`)
    expect(room.story()).toEqual([
      'offerEnded call1 1002 cancelled',
      'callTransferred call1 1001 blind 1901',
      'callConnected call1 1901',
      'monitorLeg m1 talking call1',
    ])
    expect(watch.complaints()).toEqual([])
  })
})

describe('the supervisor who took over is an ordinary party', () => {
  async function taken(name: 'queue call' | 'outbound call' = 'queue call') {
    const it = await setUp(room, name)
    const legId = await room.open(it.on, 'listen')
    await takeOver()
    room.story()
    return { ...it, legId }
  }

  test('holds and resumes', async () => {
    const { legId, caller } = await taken()
    room.phones.tell({ kind: 'held', legId })
    expect(caller()).toEqual([])
    expect(room.heardBy(legId)).toEqual([])
    room.phones.tell({ kind: 'resumed', legId })
    expect(caller()).toEqual(['supervisor'])
    expect(room.story()).toEqual(['callHeld call1 1901', 'callResumed call1 1901'])
  })

  test('hangs up: the call ends and the leg with it', async () => {
    const { legId } = await taken()
    await room.hangUp(legId)
    expect(room.story()).toEqual(['callEnded call1 agent-hung-up', 'monitorLeg m1 gone lost'])
  })

  test('sends the caller to a colleague or a queue, and waits', async () => {
    const { legId } = await taken()
    await room.seat('1002')
    room.phones.tell({ kind: 'transferAsked', legId, target: '1002' })
    room.phones.answer('1002')
    expect(room.story()).toEqual([
      'phoneRegistered 1002',
      'extensionChanged 1002 true',
      'callOffered call1 1002',
      'callConnected call1 1002',
      'callTransferred call1 1901 blind 1002',
      'monitorLeg m1 waiting',
    ])
    expect(room.phones.orders).not.toContain(`hangUp ${legId} normal`)
    expect(room.heardBy(legId)).toEqual([])
  })

  test('keeps the caller whom nobody took from them by their own transfer', async () => {
    const { legId, caller } = await taken()
    await room.seat('1002')
    room.phones.tell({ kind: 'transferAsked', legId, target: '1002' })
    room.phones.decline('1002', 603)
    expect(caller()).toEqual(['supervisor'])
    expect(room.phones.orders).toContain(`reportTransfer ${legId} 603`)
  })

  test('is heard by another supervisor, who may take the caller over in turn', async () => {
    const { on, legId } = await taken()
    await room.seat(otherSupervisor)
    const otherOn = { callId: on.callId, extension: supervisor }
    const otherLegId = await room.open(otherOn, 'listen', 'm2', otherSupervisor)
    expect(room.heardBy(otherLegId)).toEqual(['caller', 'supervisor'])
    expect(await room.ask({ kind: 'monitorTakeOver', monitorId: monitorId('m2') })).toBe('done')
    expect(room.heardBy(otherLegId)).toEqual(['caller'])
    expect(room.heardBy(legId)).toEqual([])
    expect(room.story().slice(-3)).toEqual([
      'callConnected call1 1902',
      'monitorLeg m1 waiting',
      'monitorLeg m2 talking call1',
    ])
    expect(watch.complaints()).toEqual([])
  })

  test('whose leg is closed gives the caller back to the head of the queue', async () => {
    const { on } = await taken()
    room.centre.callIn(callerOf('support'))
    room.story()
    expect(await room.ask({ kind: 'monitorClose', monitorId: m1 })).toBe('done')
    expect(room.story().slice(0, 3)).toEqual([
      'callTransferred call1 1901 blind support',
      'callQueued call1 support 1',
      'monitorLeg m1 gone closed',
    ])
    expect(room.ofKind('callEnded')).toEqual([])
    expect(watch.complaints()).toEqual([])
    await room.ask({ kind: 'finishWrapUp', extension: '1001' })
    expect(room.phones.ringingAt('1001')?.headers).toEqual({ 'X-Najva-Call': on.callId })
  })

  test('whose leg is closed ends a call that never was in a queue', async () => {
    const { legId } = await taken('outbound call')
    expect(await room.ask({ kind: 'monitorClose', monitorId: m1 })).toBe('done')
    expect(room.story()).toEqual(['callEnded call1 agent-hung-up', 'monitorLeg m1 gone closed'])
    expect(room.phones.orders.at(-1)).toBe(`hangUp ${legId} normal`)
  })

  test('is not joined with themselves by a colleague who talks with them twice', async () => {
    await room.seat('1001', '1002')
    room.phones.tell({ kind: 'dialled', legId: 'one', extension: '1002', target: supervisor })
    room.phones.answer(supervisor)
    room.phones.tell({ kind: 'held', legId: 'one' })
    room.phones.tell({ kind: 'dialled', legId: 'other', extension: '1002', target: '1001' })
    room.phones.answer('1001')
    const callId = room.ofKind('callEntered').at(-1)?.callId
    if (callId === undefined) throw new Error('nobody was called')
    await room.open({ callId, extension: '1001' }, 'listen')
    expect(await takeOver()).toBe('done')
    room.phones.tell({ kind: 'transferToLegAsked', legId: 'one', otherLegId: 'other' })
    expect(room.phones.orders.at(-1)).toBe('reportTransfer one 403')
    expect(room.ofKind('callEnded')).toEqual([])
    expect(watch.complaints()).toEqual([])
  })

  test('is put to no other call while they talk', async () => {
    const { on } = await taken()
    expect(await room.steer(null, 'listen')).toBe('wrong-state')
    expect(await room.steer(on, 'listen')).toBe('wrong-state')
    expect(await takeOver()).toBe('wrong-state')
  })
})
