/** Transfers and calls that phones make, told as stories of events and orders to phones. */
import { describe, expect, test } from 'vitest'
import { createFloorBench, type FloorBench, toLine, toQueue } from '#tests/simulator/support/floorBench'

const bench = () =>
  createFloorBench(
    [toQueue('support', '8001', ['11']), toQueue('sales', '8002', ['13'])],
    ['11', '12', '13'].map((each) => toLine(each)),
  )

function answered(b: FloorBench): FloorBench {
  b.callIn('a')
  b.phone('11', 'answered')
  b.story()
  b.orders()
  return b
}

describe('blind transfer', () => {
  const refer = (b: FloorBench, target: string) =>
    b.tell({ kind: 'transferAsked', legId: b.legOf('11'), target })

  test.each(['sales', '8002', 'sip:8002@127.0.0.1'])('to a queue as %s', (target) => {
    const b = answered(bench())
    refer(b, target)
    expect(b.story()).toEqual([
      `callTransferred a 11 blind ${target}`,
      'callQueued a sales 1',
      'callOffered a 13',
    ])
    expect(b.orders()).toEqual(['reportTransfer 11 200', 'hangUp 11 normal', 'ring 13'])
  })

  test('to an extension is complete when it answers', () => {
    const b = answered(bench())
    refer(b, '12')
    expect(b.story()).toEqual(['callOffered a 12'])
    b.phone('12', 'answered')
    expect(b.story()).toEqual(['callConnected a 12', 'callTransferred a 11 blind 12'])
    expect(b.orders()).toEqual(['ring 12', 'reportTransfer 11 200', 'hangUp 11 normal'])
  })

  test('to an extension that declines leaves the caller where they were', () => {
    const b = answered(bench())
    refer(b, '12')
    b.refuse('12', 603)
    expect(b.story()).toEqual(['callOffered a 12', 'offerEnded a 12 declined'])
    expect(b.orders()).toEqual(['ring 12', 'reportTransfer 11 603'])
    b.phone('11', 'hungUp')
    expect(b.story()).toEqual(['callEnded a agent-hung-up'])
  })

  test.each([
    ['a phone that is away', '12', 480],
    ['a number nobody has', '77', 404],
  ])('to %s is refused', (_name, target, sipStatus) => {
    const b = answered(bench())
    b.tell({ kind: 'unregistered', extension: '12' })
    refer(b, target)
    expect(b.orders()).toEqual([`reportTransfer 11 ${sipStatus}`])
  })

  test('goes on when the asking phone hangs up early, and the caller returns when nobody answers', () => {
    const b = answered(bench())
    refer(b, '12')
    b.phone('11', 'hungUp')
    b.pass(30_000)
    expect(b.story()).toEqual([
      'callOffered a 12',
      'callTransferred a 11 blind 12',
      'callOffered a 12',
      'offerEnded a 12 no-answer',
      'callQueued a support 1',
      'callOffered a 11',
    ])
  })

  test('to a number outside lets the call leave the centre once it is answered', () => {
    const b = answered(bench())
    refer(b, '+982112345678')
    expect(b.orders()).toEqual(['dialOutside +982112345678'])
    b.do({ kind: 'outsideAnswers', callId: idOf(b) })
    expect(b.story()).toEqual(['callTransferred a 11 blind +982112345678', 'callEnded a transferred'])
  })

  test('ends with the caller: the ringing phone stops and the asking phone is told', () => {
    const b = answered(bench())
    refer(b, '12')
    b.orders()
    b.do({ kind: 'outsideLeaves', callId: idOf(b) })
    expect(b.orders()).toEqual(['hangUp 12 normal', 'reportTransfer 11 487', 'hangUp 11 normal'])
    expect(b.story().at(-1)).toBe('callEnded a caller-hung-up')
  })
})

function idOf(b: FloorBench) {
  const snapshot = b.floor.snapshot(b.nowMs)
  const call = snapshot.kind === 'snapshot' ? snapshot.calls[0] : undefined
  if (call === undefined) throw new Error('there is no call')
  return call.callId
}

describe('attended transfer', () => {
  const consult = (b: FloorBench) => {
    const callerLeg = b.legOf('11')
    b.phone('11', 'held')
    const consultLeg = b.dial('11', '12')
    return { callerLeg, consultLeg }
  }

  test('joins the caller with the colleague who was asked', () => {
    const b = answered(bench())
    const { callerLeg, consultLeg } = consult(b)
    b.phone('12', 'answered')
    expect(b.story()).toEqual([
      'callHeld a 11',
      'd1 entered internal',
      'callOffered d1 12',
      'callConnected d1 12',
    ])
    b.orders()
    b.tell({ kind: 'transferToLegAsked', legId: callerLeg, otherLegId: consultLeg })
    expect(b.story()).toEqual([
      'callEnded d1 transferred',
      'callConnected a 12',
      'callTransferred a 11 attended 12',
    ])
    expect(b.orders()).toEqual(['reportTransfer 11 200', 'hangUp 11 normal', 'hangUp 11 normal'])
    b.phone('12', 'hungUp')
    expect(b.story()).toEqual(['callEnded a agent-hung-up'])
  })

  test('works the other way round too: asked on the consultation', () => {
    const b = answered(bench())
    const { callerLeg, consultLeg } = consult(b)
    b.phone('12', 'answered')
    b.story()
    b.tell({ kind: 'transferToLegAsked', legId: consultLeg, otherLegId: callerLeg })
    expect(b.story().at(-1)).toBe('callTransferred a 11 attended 12')
  })

  test('is refused while the colleague has not answered', () => {
    const b = answered(bench())
    const { callerLeg, consultLeg } = consult(b)
    b.orders()
    b.tell({ kind: 'transferToLegAsked', legId: callerLeg, otherLegId: consultLeg })
    expect(b.orders()).toEqual(['reportTransfer 11 481'])
  })

  test('of two callers outside lets both leave', () => {
    const b = answered(bench())
    b.phone('11', 'held')
    const callerLeg = b.legOf('11')
    const consultLeg = b.dial('11', '+982187654321')
    b.do({ kind: 'outsideAnswers', callId: lastIdOf(b) })
    b.story()
    b.tell({ kind: 'transferToLegAsked', legId: callerLeg, otherLegId: consultLeg })
    expect(b.story()).toEqual([
      'callEnded d1 transferred',
      'callTransferred a 11 attended +982187654321',
      'callEnded a transferred',
    ])
  })
})

function lastIdOf(b: FloorBench) {
  const snapshot = b.floor.snapshot(b.nowMs)
  const call = snapshot.kind === 'snapshot' ? snapshot.calls.at(-1) : undefined
  if (call === undefined) throw new Error('there is no call')
  return call.callId
}

describe('dialling', () => {
  test('an extension: rings, answers, ends', () => {
    const b = bench()
    b.dial('11', '12')
    b.phone('12', 'answered')
    b.phone('12', 'hungUp')
    expect(b.story()).toEqual([
      'd1 entered internal',
      'callOffered d1 12',
      'callConnected d1 12',
      'callEnded d1 agent-hung-up',
    ])
    expect(b.orders()).toEqual(['progress 11', 'ring 12', 'accept 11', 'hangUp 11 normal'])
  })

  test.each([
    ['oneself', '11', 486],
    ['a phone that is away', '13', 480],
    ['a queue', '8001', 404],
    ['nobody', '99', 404],
  ])('%s is refused with the right status', (_name, target, sipStatus) => {
    const b = bench()
    b.tell({ kind: 'unregistered', extension: '13' })
    b.story()
    b.dial('11', target)
    expect(b.orders()).toEqual([`refuse 11 ${sipStatus}`])
    expect(b.story()).toEqual(['d1 entered internal', 'callEnded d1 switch'])
  })

  test('a number outside: rings, answers, hangs up', () => {
    const b = bench()
    b.dial('11', '+982112345678')
    const callId = idOf(b)
    b.do({ kind: 'outsideRings', callId })
    b.do({ kind: 'outsideAnswers', callId })
    b.do({ kind: 'outsideLeaves', callId })
    expect(b.story()).toEqual(['d1 entered outbound', 'callConnected d1 11', 'callEnded d1 caller-hung-up'])
    expect(b.orders()).toEqual(['dialOutside +982112345678', 'progress 11', 'accept 11', 'hangUp 11 normal'])
  })

  test('a number outside that refuses gives the dialler its status', () => {
    const b = bench()
    b.dial('11', '+982112345486')
    b.orders()
    b.do({ kind: 'outsideRefuses', callId: idOf(b), sipStatus: 486 })
    expect(b.orders()).toEqual(['refuse 11 486'])
    expect(b.story().at(-1)).toBe('callEnded d1 switch')
  })

  test('a dialler who gives up stops the other phone', () => {
    const b = bench()
    b.dial('11', '12')
    b.orders()
    b.tell({ kind: 'hungUp', legId: b.legOf('11') })
    expect(b.orders()).toEqual(['hangUp 12 normal'])
    expect(b.story().slice(-2)).toEqual(['offerEnded d1 12 cancelled', 'callEnded d1 agent-hung-up'])
  })

  test('a phone that is in a call is offered nothing by its queues', () => {
    const b = bench()
    b.dial('11', '+982112345678')
    b.story()
    b.callIn('a')
    expect(b.story()).toEqual(['a entered inbound', 'callQueued a support 1'])
  })
})
