/** What supervisors do to callers and queues of the practice centre, through the link: everyone is told rightly. */
import { describe, expect, test } from 'vitest'
import { QueueId } from '#contract/ids'
import type { PbxFloorCommand } from '#contract/pbx'
import { toneLevelDb } from '#simulator/media/toneLevel'
import {
  billing,
  caller,
  nobody,
  openRoomForEachTest,
  room,
  support,
} from '#tests/simulator/support/commandRoom'

openRoomForEachTest()

describe('hang up', () => {
  test('ends a conversation for everyone, as nobody’s own hanging up', async () => {
    const { callId, legId } = await room.talking()
    expect(await room.ask({ kind: 'hangUp', callId })).toBe('done')
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    expect(room.story()).toEqual(['callEnded call1 switch'])
  })

  test('takes a waiting caller out of the line without counting them as lost', async () => {
    await room.seat('1001')
    const callId = room.centre.callIn(caller)
    room.story()
    expect(await room.ask({ kind: 'hangUp', callId })).toBe('done')
    expect(room.phones.ringingAt('1001')).toBeNull()
    expect(room.story()).toEqual([
      'offerEnded call1 1001 cancelled',
      'callUnqueued call1 withdrawn',
      'callEnded call1 switch',
    ])
  })

  test('refuses a phone that dials, and stops the phone it dialled', async () => {
    await room.seat('1001', '1002')
    room.phones.tell({ kind: 'dialled', legId: 'to 1002', extension: '1001', target: '1002' })
    expect(room.phones.ringingAt('1002')).not.toBeNull()
    const callId = room.firstCall()
    expect(await room.ask({ kind: 'hangUp', callId })).toBe('done')
    expect(room.phones.ringingAt('1002')).toBeNull()
    expect(room.phones.orders.at(-1)).toBe('refuse to 1002 480')
  })
})

describe('park', () => {
  test('ends the agent’s leg, leaves the caller in silence, and giving them back joins them again', async () => {
    const { callId, legId } = await room.talking()
    expect(await room.ask({ kind: 'park', callId })).toBe('done')
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    expect(room.story()).toEqual(['callTransferred call1 1001 blind park'])
    expect(room.phones.openConferences).toBe(0)
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1001' })).toBe('done')
    const again = room.phones.answer('1001')
    expect(room.story()).toEqual(['callOffered call1 1001', 'callConnected call1 1001'])
    room.phones.mix(1)
    expect(toneLevelDb(room.phones.lastHeard(again) ?? [], 440)).toBeGreaterThan(-20)
  })

  test('a parked caller hangs up when their patience ends', async () => {
    await room.seat('1001')
    const callId = room.centre.callIn({ ...caller, patienceMs: 30_000 })
    room.phones.answer('1001')
    await room.ask({ kind: 'park', callId })
    room.story()
    room.clock.advance(29_999)
    expect(room.story()).toEqual([])
    room.clock.advance(1)
    expect(room.story()).toEqual(['callEnded call1 caller-hung-up'])
  })

  test('takes a waiting caller out of the line, and only once', async () => {
    const callId = room.centre.callIn(caller)
    room.story()
    expect(await room.ask({ kind: 'park', callId })).toBe('done')
    expect(room.story()).toEqual(['callUnqueued call1 withdrawn'])
    expect(await room.ask({ kind: 'park', callId })).toBe('wrong-state')
    expect(room.story()).toEqual([])
  })
})

describe('the line', () => {
  test('a moved caller is last in the other queue and counts there', async () => {
    const callId = room.centre.callIn(caller)
    room.centre.callIn({ ...caller, queueId: billing })
    room.story()
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: billing })).toBe('done')
    expect(room.story()).toEqual(['callUnqueued call1 withdrawn', 'callQueued call1 billing 2'])
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: billing })).toBe('wrong-state')
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: QueueId.parse('nowhere') })).toBe(
      'not-found',
    )
  })

  test('a parked caller, and one who is being brought to a phone, may be moved to a queue too', async () => {
    const { callId } = await room.talking()
    room.phones.register('1901')
    await room.ask({ kind: 'park', callId })
    await room.ask({ kind: 'giveTo', callId, extension: '1901' })
    room.story()
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: billing })).toBe('done')
    expect(room.phones.ringingAt('1901')).toBeNull()
    expect(room.story()).toEqual(['offerEnded call1 1901 cancelled', 'callQueued call1 billing 1'])
    await room.ask({ kind: 'park', callId })
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: billing })).toBe('done')
    expect(room.story()).toEqual(['callUnqueued call1 withdrawn', 'callQueued call1 billing 1'])
  })

  test('a caller who talks is not moved to a queue', async () => {
    const { callId } = await room.talking()
    expect(await room.ask({ kind: 'moveToQueue', callId, queueId: billing })).toBe('wrong-state')
    expect(await room.ask({ kind: 'prioritise', callId, priority: 5 })).toBe('wrong-state')
    expect(room.story()).toEqual([])
  })

  test('a caller put forward is first at once and answered first', async () => {
    room.centre.callIn(caller)
    const second = room.centre.callIn(caller)
    room.story()
    expect(await room.ask({ kind: 'prioritise', callId: second, priority: 10 })).toBe('done')
    const snapshot = room.ofKind('snapshot').at(-1)
    expect(snapshot?.calls.map((call) => [call.callId === second, call.priority, call.state])).toEqual([
      [false, 0, { kind: 'waiting', position: 2, offeredTo: [] }],
      [true, 10, { kind: 'waiting', position: 1, offeredTo: [] }],
    ])
    await room.seat('1001')
    expect(room.phones.ringingAt('1001')?.headers).toEqual({ 'X-Najva-Call': second })
  })

  test('a pause in one queue leaves the others open until it ends', async () => {
    await room.seat('1002')
    room.story()
    expect(
      await room.ask({ kind: 'pauseInQueue', queueId: support, extension: '1002', reason: 'train' }),
    ).toBe('done')
    expect(room.story()).toEqual(['memberPauseChanged support 1002 train'])
    room.centre.callIn(caller)
    expect(room.phones.ringingAt('1002')).toBeNull()
    const other = room.centre.callIn({ ...caller, queueId: billing })
    expect(room.phones.ringingAt('1002')?.headers).toEqual({ 'X-Najva-Call': other })
    room.centre.hangUpCaller(other)
    expect(room.phones.ringingAt('1002')).toBeNull()
    await room.ask({ kind: 'pauseInQueue', queueId: support, extension: '1002', reason: null })
    expect(room.phones.ringingAt('1002')).not.toBeNull()
  })

  test('paused in each queue alone the extension is paused; a pause of all comes on top, and leaves them behind', async () => {
    await room.seat('1002')
    const all = ['support', 'sales', 'billing'].map((each) => QueueId.parse(each))
    for (const queueId of all)
      await room.ask({ kind: 'pauseInQueue', queueId, extension: '1002', reason: 'x' })
    expect(room.ofKind('extensionChanged').at(-1)).toMatchObject({ extension: '1002', pausedReason: 'x' })
    await room.centre.execute({ kind: 'pause', extension: '1002', reason: 'lunch' })
    room.story()
    await room.ask({ kind: 'pauseInQueue', queueId: billing, extension: '1002', reason: null })
    expect(room.story()).toEqual([])
    await room.centre.execute({ kind: 'unpause', extension: '1002' })
    expect(room.story()).toEqual([
      'memberPauseChanged support 1002 x',
      'memberPauseChanged sales 1002 x',
      'memberPauseChanged billing 1002',
      'extensionChanged 1002 true',
    ])
    room.centre.callIn(caller)
    expect(room.phones.ringingAt('1002')).toBeNull()
    room.centre.callIn({ ...caller, queueId: billing })
    expect(room.phones.ringingAt('1002')).not.toBeNull()
  })
})

test('two phones of the centre are nobody’s caller to bring elsewhere', async () => {
  await room.seat('1001', '1002')
  room.phones.tell({ kind: 'dialled', legId: 'in', extension: '1001', target: '1002' })
  room.phones.answer('1002')
  room.phones.register('1901')
  const callId = room.firstCall()
  expect(await room.ask({ kind: 'park', callId })).toBe('wrong-state')
  expect(await room.ask({ kind: 'giveTo', callId, extension: '1901' })).toBe('wrong-state')
  expect(await room.ask({ kind: 'hangUp', callId })).toBe('done')
})

test.each<PbxFloorCommand>([
  { kind: 'hangUp', callId: nobody },
  { kind: 'park', callId: nobody },
  { kind: 'giveTo', callId: nobody, extension: '1001' },
  { kind: 'moveToQueue', callId: nobody, queueId: support },
  { kind: 'prioritise', callId: nobody, priority: 1 },
  { kind: 'dial', extension: '7777', number: '+982112345678' },
  { kind: 'pauseInQueue', queueId: support, extension: '7777', reason: 'x' },
  { kind: 'pauseInQueue', queueId: support, extension: '1901', reason: 'x' },
  { kind: 'pauseInQueue', queueId: QueueId.parse('nowhere'), extension: '1001', reason: 'x' },
])('$kind of what nobody has is not found', async (command) => {
  expect(await room.ask(command)).toBe('not-found')
})

test('once closed, the centre is away', async () => {
  await room.centre.close()
  expect(await room.ask({ kind: 'hangUp', callId: nobody })).toBe('switch-away')
})
