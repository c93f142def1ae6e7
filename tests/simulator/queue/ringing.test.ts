/** Callers brought to a phone, and numbers dialled for one: nobody is dropped, whoever does or does not answer. */
import { describe, expect, test } from 'vitest'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { caller, openRoomForEachTest, room, support } from '#tests/simulator/support/commandRoom'
import { watchModel } from '#tests/simulator/support/modelWatch'
import { phoneToneHz } from '#tests/simulator/support/phoneDouble'

openRoomForEachTest()

describe('give to an extension', () => {
  test('rings that phone with the caller’s own number and call id', async () => {
    const { callId, legId } = await room.talking()
    room.phones.register('1901')
    room.story()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1901' })).toBe('done')
    expect(room.phones.ringingAt('1901')).toMatchObject({
      from: { number: '+989121234567', name: null },
      headers: { 'X-Najva-Call': callId },
    })
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    room.phones.mix(1)
    const taker = room.phones.answer('1901')
    room.phones.mix(1)
    expect(toneLevelDb(room.phones.lastHeard(taker) ?? [], 440)).toBeGreaterThan(-20)
    expect(toneLevelDb(room.phones.lastHeard(taker) ?? [], phoneToneHz)).toBeLessThan(-60)
    expect(room.story()).toEqual([
      'callTransferred call1 1001 blind 1901',
      'callOffered call1 1901',
      'callConnected call1 1901',
    ])
  })

  test('unanswered for the queue’s ring time, the caller is first in the queue again', async () => {
    const { callId } = await room.talking()
    await room.centre.execute({ kind: 'pause', extension: '1001', reason: 'lunch' })
    room.centre.callIn(caller)
    room.phones.register('1901')
    room.story()
    await room.ask({ kind: 'giveTo', callId, extension: '1901' })
    room.clock.advance(19_999)
    expect(room.phones.ringingAt('1901')).not.toBeNull()
    room.clock.advance(1)
    expect(room.phones.ringingAt('1901')).toBeNull()
    expect(room.story()).toEqual([
      'callTransferred call1 1001 blind 1901',
      'callOffered call1 1901',
      'offerEnded call1 1901 no-answer',
      'callQueued call1 support 1',
    ])
  })

  test('a waiting caller is withdrawn from the line, and back at its head when the phone declines', async () => {
    await room.seat('1002')
    await room.ask({ kind: 'pauseInQueue', queueId: support, extension: '1002', reason: 'lunch' })
    const callId = room.centre.callIn(caller)
    room.story()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1002' })).toBe('done')
    const legId = room.phones.ringingAt('1002')?.legId ?? ''
    room.phones.tell({ kind: 'refused', legId, sipStatus: 603 })
    expect(room.story()).toEqual([
      'callUnqueued call1 withdrawn',
      'callOffered call1 1002',
      'offerEnded call1 1002 declined',
      'callQueued call1 support 1',
    ])
  })

  test('a caller of no queue goes back to who had them, and the call ends when nobody is there', async () => {
    await room.seat('1001')
    room.phones.register('1901')
    room.phones.tell({ kind: 'dialled', legId: 'out', extension: '1001', target: '+982112345678' })
    room.clock.advance(8_000)
    const callId = room.firstCall()
    room.story()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1901' })).toBe('done')
    room.clock.advance(30_000)
    expect(room.phones.ringingAt('1001')?.headers).toEqual({ 'X-Najva-Call': callId })
    room.clock.advance(30_000)
    expect(room.story()).toEqual([
      'callTransferred call1 1001 blind 1901',
      'callOffered call1 1901',
      'offerEnded call1 1901 no-answer',
      'callOffered call1 1001',
      'offerEnded call1 1001 no-answer',
      'callEnded call1 switch',
    ])
  })

  test('a phone that is away or in another call keeps the caller where they are', async () => {
    const { callId } = await room.talking()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1901' })).toBe('wrong-state')
    await room.seat('1002')
    room.centre.callIn(caller)
    room.phones.answer('1002')
    room.story()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1002' })).toBe('wrong-state')
    expect(room.story()).toEqual([])
  })

  test('a phone that is away sends a parked caller to the head of their queue, but a caller of no queue stays', async () => {
    const { callId, legId } = await room.talking()
    await room.ask({ kind: 'park', callId })
    room.phones.unregister('1001')
    room.story()
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1001' })).toBe('done')
    expect(room.story()).toEqual(['callQueued call1 support 1'])
    await room.seat('1002')
    room.phones.answer('1002')
    room.phones.tell({ kind: 'dialled', legId: 'out', extension: '1002', target: '+982112345678' })
    room.clock.advance(8_000)
    const outside = room.ofKind('callEntered').at(-1)?.callId ?? callId
    await room.ask({ kind: 'park', callId: outside })
    room.story()
    expect(await room.ask({ kind: 'giveTo', callId: outside, extension: '1001' })).toBe('wrong-state')
    expect(room.story()).toEqual([])
  })

  test('the phone that already has the caller is rung anew: its page may be lost', async () => {
    const { callId, legId } = await room.talking()
    expect(await room.ask({ kind: 'giveTo', callId, extension: '1001' })).toBe('done')
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    room.phones.answer('1001')
    expect(room.story()).toEqual([
      'callTransferred call1 1001 blind 1001',
      'callOffered call1 1001',
      'callConnected call1 1001',
    ])
  })
})

test('two colleagues joined by a third are both shown as talking, each by the model', async () => {
  await room.seat('1001', '1002')
  room.phones.register('1901')
  const watch = watchModel(room.centre)
  for (const [legId, target] of [
    ['to 1002', '1002'],
    ['to 1901', '1901'],
  ] as const) {
    room.phones.tell({ kind: 'dialled', legId, extension: '1001', target })
    room.phones.answer(target)
  }
  room.phones.tell({ kind: 'transferToLegAsked', legId: 'to 1002', otherLegId: 'to 1901' })
  expect(watch.complaints()).toEqual([])
  const busy = [...watch.floor.agents.values()].filter((agent) => agent.activity.kind === 'talking')
  expect(busy.map((agent) => agent.extension).toSorted()).toEqual(['1002', '1901'])
  watch.close()
})

describe('dial', () => {
  test('rings one’s own phone, then the number, whose person talks and hangs up in the end', async () => {
    await room.seat('1001')
    room.story()
    expect(await room.ask({ kind: 'dial', extension: '1001', number: '+982112345678' })).toBe('done')
    expect(room.phones.ringingAt('1001')).toMatchObject({
      from: { number: '+982112345678', name: null },
      headers: { 'X-Najva-Dial': '1' },
    })
    expect(room.story()).toEqual(['callEntered call1 outbound 1001 +982112345678'])
    const legId = room.phones.answer('1001')
    room.clock.advance(8_000)
    expect(room.story()).toEqual(['callConnected call1 1001'])
    expect(room.phones.orders).toEqual([])
    room.clock.advance(120_000)
    expect(room.story()).toEqual(['callEnded call1 caller-hung-up'])
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
  })

  test('a colleague dialled rings once one’s own phone is up', async () => {
    await room.seat('1001', '1002')
    room.story()
    await room.ask({ kind: 'dial', extension: '1001', number: '1002' })
    expect(room.phones.ringingAt('1002')).toBeNull()
    const legId = room.phones.answer('1001')
    const other = room.phones.answer('1002')
    room.phones.mix(1)
    expect(toneLevelDb(room.phones.lastHeard(legId) ?? [], phoneToneHz)).toBeGreaterThan(-20)
    expect(room.story()).toEqual([
      'callEntered call1 internal 1001 1002',
      'callOffered call1 1002',
      'callConnected call1 1002',
    ])
    await room.hangUp(other)
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
  })

  test.each([
    ['a busy number', '+98211234486', 5_000],
    ['a number nobody has', '77', 0],
    ['one’s own number', '1001', 0],
  ])('%s ends with one’s own phone hung up', async (_name, number, ms) => {
    await room.seat('1001')
    await room.ask({ kind: 'dial', extension: '1001', number })
    const legId = room.phones.answer('1001')
    room.clock.advance(ms)
    expect(room.phones.orders).toEqual([`hangUp ${legId} normal`])
    expect(room.ofKind('callEnded').map((event) => event.end)).toEqual(['switch'])
  })

  test.each([
    ['declined', 603, 'agent-hung-up'],
    ['away', 480, 'switch'],
  ])('one’s own phone %s: nobody is called', async (_name, sipStatus, end) => {
    await room.seat('1001')
    room.story()
    await room.ask({ kind: 'dial', extension: '1001', number: '+982112345678' })
    if (sipStatus === 480) room.phones.unregister('1001')
    else room.phones.tell({ kind: 'refused', legId: room.phones.ringingAt('1001')?.legId ?? '', sipStatus })
    room.clock.advance(30_000)
    expect(room.ofKind('callEnded').map((event) => event.end)).toEqual([end])
    expect(room.ofKind('callConnected')).toEqual([])
    expect(room.ofKind('callOffered')).toEqual([])
    expect(room.ofKind('offerEnded')).toEqual([])
  })

  test('a phone in a call, one that is away and a number without digits are refused', async () => {
    await room.talking()
    expect(await room.ask({ kind: 'dial', extension: '1001', number: '+982112345678' })).toBe('wrong-state')
    expect(await room.ask({ kind: 'dial', extension: '1901', number: '+982112345678' })).toBe('wrong-state')
    await room.seat('1002')
    expect(await room.ask({ kind: 'dial', extension: '1002', number: 'now' })).toBe('invalid')
  })
})
