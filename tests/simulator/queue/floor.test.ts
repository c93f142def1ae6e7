/** What the floor does with callers, phones and time, told as stories of events. */
import { describe, expect, test } from 'vitest'
import { createFloorBench, support, toLine, toQueue } from '#tests/simulator/support/floorBench'

const two = ['1', '2']
const bench = (more: Parameters<typeof toQueue>[3] = {}, extensions = two) =>
  createFloorBench(
    [toQueue('support', '8001', extensions, more)],
    extensions.map((each) => toLine(each)),
  )

test('a caller is asked for at one phone, answered, and leaves the queue', () => {
  const b = bench()
  b.callIn('a')
  b.phone('1', 'ringing')
  b.phone('1', 'answered')
  expect(b.story()).toEqual([
    'a entered inbound',
    'callQueued a support 1',
    'callOffered a 1',
    'callConnected a 1',
  ])
  b.phone('1', 'hungUp')
  expect(b.story()).toEqual(['callEnded a agent-hung-up'])
})

test('the INVITE carries the call and the caller', () => {
  const b = bench()
  b.callIn('a')
  expect(b.actions[0]).toEqual({
    kind: 'ring',
    request: {
      legId: 'leg1',
      extension: '1',
      from: { number: '+989120000000', name: 'a' },
      headers: { 'X-Najva-Call': 'a' },
    },
  })
})

test('a phone that rings too long stops and the next member is asked', () => {
  const b = bench()
  b.callIn('a')
  b.story()
  b.orders()
  b.pass(20_000)
  expect(b.story()).toEqual(['offerEnded a 1 no-answer', 'callOffered a 2'])
  expect(b.orders()).toEqual(['hangUp 1 normal', 'ring 2'])
})

test('after everyone was asked, the round begins again when the retry pause is over', () => {
  const b = bench()
  b.callIn('a')
  b.refuse('1', 486)
  b.refuse('2', 603)
  b.story()
  b.pass(1_999)
  expect(b.story()).toEqual([])
  b.pass(1)
  expect(b.story()).toEqual(['callOffered a 1'])
})

test('someone who becomes free in the retry pause is asked at once', () => {
  const b = createFloorBench(
    [toQueue('support', '8001', two)],
    [toLine('1'), toLine('2', { pausedReason: 'lunch' })],
  )
  b.callIn('a')
  b.refuse('1', 486)
  b.story()
  b.do({ kind: 'command', command: { kind: 'unpause', extension: '2' } })
  expect(b.story()).toEqual(['memberPauseChanged support 2', 'extensionChanged 2 true', 'callOffered a 2'])
})

describe('why a phone did not take the call', () => {
  test.each([
    ['a busy phone declines', 486, false, 'declined'],
    ['a phone that rang declines, whatever it says', 480, true, 'declined'],
    ['a phone that never rang is unreachable', 480, false, 'unreachable'],
    ['a phone that gives no sign is unreachable', 408, false, 'unreachable'],
  ])('%s', (_name, sipStatus, rang, outcome) => {
    const b = bench()
    b.callIn('a')
    if (rang) b.phone('1', 'ringing')
    b.story()
    b.refuse('1', sipStatus)
    expect(b.story()).toEqual([`offerEnded a 1 ${outcome}`, 'callOffered a 2'])
  })

  test('a phone that loses its registration is unreachable at once', () => {
    const b = bench()
    b.callIn('a')
    b.story()
    b.tell({ kind: 'unregistered', extension: '1' })
    expect(b.story()).toEqual(['phoneUnregistered 1', 'offerEnded a 1 unreachable', 'callOffered a 2'])
  })
})

test('a caller who leaves while a phone rings stops the phone', () => {
  const b = bench()
  const callId = b.callIn('a')
  b.story()
  b.orders()
  b.do({ kind: 'outsideLeaves', callId })
  expect(b.story()).toEqual(['offerEnded a 1 cancelled', 'callEnded a abandoned'])
  expect(b.orders()).toEqual(['hangUp 1 normal'])
  b.phone('1', 'answered')
  expect(b.story()).toEqual([])
})

test('the longest wait ends the call as timed out, also while a phone rings', () => {
  const b = bench({ maxWaitMs: 30_000 })
  b.callIn('a')
  b.story()
  b.pass(30_000)
  expect(b.story()).toEqual([
    'offerEnded a 1 no-answer',
    'callOffered a 2',
    'offerEnded a 2 cancelled',
    'callUnqueued a timed-out',
    'callEnded a timed-out',
  ])
})

test('ring-all rings everyone, and the others stop when one answers', () => {
  const b = bench({ strategy: 'ring-all' })
  b.callIn('a')
  b.phone('2', 'answered')
  expect(b.story().slice(2)).toEqual([
    'callOffered a 1',
    'callOffered a 2',
    'offerEnded a 1 cancelled',
    'callConnected a 2',
  ])
  expect(b.orders()).toEqual(['ring 1', 'ring 2', 'hangUp 1 answered-elsewhere'])
})

test('a member of a higher penalty is asked only while no lower one can be', () => {
  const members = [
    { extension: '1', penalty: 1 },
    { extension: '2', penalty: 0 },
  ]
  const b = bench({ members })
  b.callIn('a')
  b.callIn('b')
  expect(b.story().filter((line) => line.startsWith('callOffered'))).toEqual([
    'callOffered a 2',
    'callOffered b 1',
  ])
})

test('priority goes first, then who came first', () => {
  const b = bench({}, ['1'])
  b.callIn('a')
  b.callIn('b')
  b.callIn('urgent', support, 5)
  expect(b.story().filter((line) => line.startsWith('callQueued'))).toEqual([
    'callQueued a support 1',
    'callQueued b support 2',
    'callQueued urgent support 1',
  ])
  b.phone('1', 'answered')
  b.phone('1', 'hungUp')
  b.do({ kind: 'command', command: { kind: 'finishWrapUp', extension: '1' } })
  expect(b.story().at(-1)).toBe('callOffered urgent 1')
})

describe('wrap-up', () => {
  const afterCall = () => {
    const b = bench({}, ['1'])
    b.callIn('a')
    b.phone('1', 'answered')
    b.phone('1', 'hungUp')
    b.callIn('b')
    b.story()
    return b
  }

  test('nothing is offered until it is over', () => {
    const b = afterCall()
    b.pass(29_999)
    expect(b.story()).toEqual([])
    b.pass(1)
    expect(b.story()).toEqual(['callOffered b 1'])
  })

  test('the agent can end it early', () => {
    const b = afterCall()
    b.do({ kind: 'command', command: { kind: 'finishWrapUp', extension: '1' } })
    expect(b.story()).toEqual(['callOffered b 1'])
  })

  test('a queue without wrap-up offers at once', () => {
    const b = bench({ wrapUpMs: 0 }, ['1'])
    b.callIn('a')
    b.phone('1', 'answered')
    b.callIn('b')
    b.story()
    b.phone('1', 'hungUp')
    expect(b.story()).toEqual(['callEnded a agent-hung-up', 'callOffered b 1'])
  })
})

describe('members', () => {
  test('a pause lets the phone ring on but brings nothing new', () => {
    const b = bench({}, ['1'])
    b.callIn('a')
    b.do({ kind: 'command', command: { kind: 'pause', extension: '1', reason: 'lunch' } })
    b.phone('1', 'answered')
    b.callIn('b')
    b.phone('1', 'hungUp')
    b.pass(60_000)
    expect(b.story().filter((line) => line.startsWith('callOffered'))).toEqual(['callOffered a 1'])
    b.do({ kind: 'command', command: { kind: 'unpause', extension: '1' } })
    expect(b.story()).toEqual(['memberPauseChanged support 1', 'extensionChanged 1 true', 'callOffered b 1'])
  })

  test('signing out takes the ringing caller to the next member', () => {
    const b = bench()
    b.callIn('a')
    b.story()
    b.do({ kind: 'command', command: { kind: 'signOut', extension: '1' } })
    expect(b.story()).toEqual(['extensionChanged 1 false', 'offerEnded a 1 cancelled', 'callOffered a 2'])
  })

  test('signing in with a pause counts as paused, and the same again says nothing', () => {
    const b = createFloorBench([toQueue('support', '8001', ['1'])], [toLine('1', { signedIn: false })])
    const command = { kind: 'signIn', extension: '1', pausedReason: 'prayer' } as const
    b.do({ kind: 'command', command })
    b.do({ kind: 'command', command })
    expect(b.story()).toEqual(['memberPauseChanged support 1 prayer', 'extensionChanged 1 true prayer'])
  })
})

describe('hold and a lost phone', () => {
  test('hold and resume are told once each', () => {
    const b = bench()
    b.callIn('a')
    b.phone('1', 'answered')
    b.story()
    b.phone('1', 'held')
    b.phone('1', 'held')
    b.phone('1', 'resumed')
    expect(b.story()).toEqual(['callHeld a 1', 'callResumed a 1'])
  })

  test('a phone that vanishes in a call puts the caller back at the head of the queue', () => {
    const b = bench({}, ['1'])
    b.callIn('a')
    b.phone('1', 'answered')
    b.callIn('b')
    b.story()
    b.tell({ kind: 'unregistered', extension: '1' })
    b.phone('1', 'hungUp')
    expect(b.story()).toEqual([
      'phoneUnregistered 1',
      'callTransferred a 1 blind support',
      'callQueued a support 1',
    ])
  })
})

test('the snapshot tells what the events told', () => {
  const b = bench({}, ['1', '2', '3'])
  b.callIn('a')
  b.phone('1', 'answered')
  b.phone('1', 'held')
  b.callIn('b')
  const snapshot = b.floor.snapshot(b.nowMs)
  if (snapshot.kind !== 'snapshot') throw new Error('not a snapshot')
  expect(snapshot.calls.map((call) => [call.callId, call.state])).toEqual([
    ['a', { kind: 'held', extension: '1', sinceMs: b.nowMs }],
    ['b', { kind: 'waiting', position: 1, offeredTo: ['2'] }],
  ])
  expect(snapshot.queues[0]).not.toHaveProperty('retryMs')
})
