/** Members of several queues: what each is paused for, whichever way the switch tells of it. */
import { describe, expect, test } from 'vitest'
import type { MemberBlock } from '#gateway/asterisk/events/fact'
import { createTracker, type Tracker } from '#gateway/asterisk/events/tracker'

function open(): Tracker {
  return createTracker({
    members: new Map([['sales', [{ extension: '1101', penalty: 2 }]]]),
    extensions: ['1101'],
    maxWaitMsOf: () => null,
  })
}

const member = (queue: string, pausedReason: string | null, lastPauseSeconds: number): MemberBlock => ({
  queue,
  interface: 'PJSIP/1101',
  stateInterface: 'PJSIP/1101',
  name: '1101',
  penalty: 2,
  isPaused: pausedReason !== null,
  pausedReason: pausedReason ?? '',
  lastPauseSeconds,
})

function tell(tracker: Tracker, ...members: readonly MemberBlock[]) {
  return members.flatMap((each) => tracker.apply({ kind: 'memberSeen', atMs: 5, member: each }))
}

const reasonOf = (tracker: Tracker) =>
  tracker.extensions().find(({ extension }) => extension === '1101')?.pausedReason

describe('the reason of who is paused in all queues', () => {
  test('of two pauses in one second is the same in any order of telling', () => {
    const [lunch, coaching] = [member('sales', 'lunch', 100), member('support', 'coaching', 100)]
    const [one, other] = [open(), open()]
    tell(one, lunch, coaching)
    tell(other, coaching, lunch)
    expect(reasonOf(one)).toBe('lunch')
    expect(reasonOf(other)).toBe('lunch')
  })

  test('is that of the pause given last, also when one is given again with the same words', () => {
    const tracker = open()
    tell(tracker, member('sales', 'lunch', 100), member('support', 'coaching', 101))
    expect(reasonOf(tracker)).toBe('coaching')
    const again = tell(tracker, member('sales', 'lunch', 102))
    expect(again).toEqual([
      { kind: 'extensionChanged', atMs: 5, extension: '1101', signedIn: true, pausedReason: 'lunch' },
    ])
  })
})

describe('a pause in one queue', () => {
  test('is told of that queue alone, and ends', () => {
    const tracker = open()
    tell(tracker, member('sales', null, 0), member('support', null, 0))
    const change = { kind: 'memberPauseChanged', atMs: 5, queueId: 'support', extension: '1101' }
    expect(tell(tracker, member('support', 'training', 100))).toEqual([
      { ...change, pausedReason: 'training' },
    ])
    expect(tell(tracker, member('support', 'training', 100))).toEqual([])
    expect(tracker.members('support')).toEqual([{ extension: '1101', penalty: 2, pausedReason: 'training' }])
    expect(tracker.members('sales')).toEqual([{ extension: '1101', penalty: 2, pausedReason: null }])
    expect(tell(tracker, member('support', null, 100))).toEqual([{ ...change, pausedReason: null }])
  })

  test.each(['najva-wrap-up', 'najva-signed-out'])('%s is no pause anybody asked for', (reason) => {
    const tracker = open()
    tell(tracker, member('sales', reason, 100))
    expect(tracker.members('sales')).toEqual([{ extension: '1101', penalty: 2, pausedReason: null }])
  })

  test('is gone with the membership; who belongs to the queue is still shown, signed out', () => {
    const tracker = open()
    tell(tracker, member('sales', 'training', 100))
    const told = tracker.apply({ kind: 'memberGone', atMs: 6, queue: 'sales', interface: 'PJSIP/1101' })
    expect(told).toEqual([
      { kind: 'memberPauseChanged', atMs: 6, queueId: 'sales', extension: '1101', pausedReason: null },
      { kind: 'extensionChanged', atMs: 6, extension: '1101', signedIn: false, pausedReason: null },
    ])
  })
})
