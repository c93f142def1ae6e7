/** What a queue counts today and in the last half hour, beside a plain recount of everything that happened. */
import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import type { CallId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import type { Queue, QueueRecent } from '#contract/queue'
import { createLiveCentre, type LiveCentre } from '#gateway/liveStream/liveCentre'
import { hear, imbalance, joins, openFloor, snapshot, startMs, support } from '#tests/gateway/support/floorOf'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'

const minuteMs = 60_000
const serviceLevelMs = 20_000

interface Room {
  readonly clock: FakeClock
  readonly centre: LiveCentre
  queue(): Queue
  tell(event: PbxEvent extends infer E ? (E extends PbxEvent ? Omit<E, 'atMs'> : never) : never): void
}

function openRoom(): Room {
  const clock = createFakeClock(startMs)
  const log = pino({ level: 'silent' })
  const centre = createLiveCentre({ floor: openFloor(), clock, timeZone: 'Asia/Tehran', log })
  return {
    clock,
    centre,
    queue() {
      const queue = centre.floor.queues.get(support)
      if (queue === undefined) throw new Error('the queue is gone')
      return queue
    },
    tell: (event) => centre.hear({ ...event, atMs: clock.nowMs() } as PbxEvent),
  }
}

function join(room: Room, callId: CallId): void {
  for (const event of joins(callId, support, 99)) room.tell(event)
}

const answer = (room: Room, callId: CallId) => room.tell({ kind: 'callConnected', callId, extension: '2001' })
const giveUp = (room: Room, callId: CallId) => room.tell({ kind: 'callEnded', callId, end: 'abandoned' })
const id = (name: string) => name as CallId

describe('who gives up at once', () => {
  test.each([
    [0, 1],
    [5000, 1],
    [5001, 0],
  ])('after %d ms of waiting, %d of the abandoned are short', (waitedMs, abandonedShort) => {
    const room = openRoom()
    join(room, id('a'))
    room.clock.advance(waitedMs)
    giveUp(room, id('a'))
    expect(room.queue().today).toMatchObject({ abandoned: 1, abandonedShort })
    expect(room.queue().recent).toEqual({ handled: 0, handledInTime: 0, abandoned: 1, abandonedShort })
  })

  test('the wait is that in this queue, not in the one before', () => {
    const room = openRoom()
    join(room, id('a'))
    room.clock.advance(60_000)
    room.tell({ kind: 'callQueued', callId: id('a'), queueId: 'sales' as never, position: 1, priority: 0 })
    room.clock.advance(2000)
    giveUp(room, id('a'))
    expect(room.centre.floor.queues.get('sales' as never)?.today).toMatchObject({ abandonedShort: 1 })
    expect(room.queue().today).toMatchObject({ offered: 0, abandoned: 0, abandonedShort: 0 })
  })
})

describe('the last half hour', () => {
  test('is absent while nothing is in it, counts the threshold as in time, and empties as time passes', () => {
    const room = openRoom()
    expect(room.queue().recent).toBeUndefined()
    join(room, id('a'))
    expect(room.queue().recent).toBeUndefined()
    room.clock.advance(serviceLevelMs)
    answer(room, id('a'))
    expect(room.queue().recent).toEqual({ handled: 1, handledInTime: 1, abandoned: 0, abandonedShort: 0 })
    room.clock.advance(29 * minuteMs)
    expect(room.queue().recent).toBeDefined()
    room.clock.advance(minuteMs)
    expect(room.queue().recent).toBeUndefined()
    expect('recent' in room.queue()).toBe(false)
    expect(room.queue().today.handled).toBe(1)
  })

  test('changes the row at most once a minute by time alone, and leaves no timer once it is empty', () => {
    const room = openRoom()
    const timers = room.clock.pending
    let rows = 0
    for (let index = 0; index < 12; index += 1) {
      join(room, id(`a${index}`))
      giveUp(room, id(`a${index}`))
      room.clock.advance(5000)
    }
    const stop = room.centre.onStep((after, before) => {
      if (after.queues.get(support) !== before.queues.get(support)) rows += 1
    })
    room.clock.advance(40 * minuteMs)
    expect(rows).toBe(1)
    expect(room.clock.pending).toBe(timers)
    stop()
  })

  test('is kept through a snapshot, also of a switch that had lost the queue meanwhile', () => {
    const room = openRoom()
    join(room, id('a'))
    giveUp(room, id('a'))
    const { recent } = room.queue()
    room.centre.hear(snapshot({ queues: [] }))
    room.centre.hear(snapshot())
    expect(room.queue().recent).toEqual(recent)
  })

  test('is not today: midnight empties the one and keeps the other', () => {
    const room = openRoom()
    // Tehran's midnight is at 20:30 UTC; the room opens at 06:00.
    room.clock.advance((14 * 60 + 25) * minuteMs)
    join(room, id('a'))
    giveUp(room, id('a'))
    room.clock.advance(10 * minuteMs)
    expect(room.queue().today).toMatchObject({ abandoned: 0, abandonedShort: 0 })
    expect(room.queue().recent).toMatchObject({ abandoned: 1, abandonedShort: 1 })
  })

  test('an answer the switch tells of an hour late counts to the day and puts nothing recent away', () => {
    const room = openRoom()
    room.clock.advance(2 * 60 * minuteMs)
    join(room, id('a'))
    join(room, id('b'))
    giveUp(room, id('b'))
    const late = room.clock.nowMs() - 60 * minuteMs
    const floor = hear(room.centre.floor, {
      kind: 'callConnected',
      atMs: late,
      callId: id('a'),
      extension: '2001',
    })
    expect(floor.queues.get(support)?.today.handled).toBe(1)
    expect(floor.queues.get(support)?.recent).toMatchObject({ handled: 0, abandoned: 1 })
  })

  test('counts again soon after the clock was set back by hours', () => {
    const room = openRoom()
    join(room, id('a'))
    giveUp(room, id('a'))
    room.clock.step(-5 * 60 * minuteMs)
    room.centre.tell({ kind: 'timePassed', atMs: room.clock.nowMs() })
    expect(room.queue().recent).toBeUndefined()
  })
})

type Step = { readonly kind: 'join' | 'answer' | 'giveUp' | 'sendOn' | 'wait'; readonly afterMs: number }

test('a day of random callers: today and the last half hour equal a plain recount, and nobody is lost', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('join', 'join', 'answer', 'giveUp', 'sendOn', 'wait'),
    // Around the short wait, around the threshold, within a minute, and longer than the half hour.
    afterMs: fc.oneof(
      fc.constantFrom(0, 1, 4999, 5000, 5001, 19_999, 20_000, 20_001, 30 * minuteMs),
      fc.nat(90_000),
      fc.nat(40 * minuteMs),
    ),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const room = openRoom()
      const line: { readonly callId: CallId; readonly sinceMs: number }[] = []
      const past: { readonly atMs: number; readonly counts: QueueRecent }[] = []
      steps.forEach(({ kind, afterMs }, index) => {
        room.clock.advance(afterMs)
        const nowMs = room.clock.nowMs()
        if (kind === 'join') {
          line.push({ callId: id(`c${index}`), sinceMs: nowMs })
          join(room, id(`c${index}`))
        }
        const first = kind === 'join' || kind === 'wait' ? undefined : line.shift()
        if (first !== undefined) {
          const waitedMs = nowMs - first.sinceMs
          if (kind === 'answer') answer(room, first.callId)
          if (kind === 'giveUp') giveUp(room, first.callId)
          if (kind === 'sendOn') room.tell({ kind: 'callUnqueued', callId: first.callId, why: 'timed-out' })
          past.push({ atMs: nowMs, counts: toCounts(kind, waitedMs) })
          room.tell({ kind: 'callEnded', callId: first.callId, end: 'switch' })
        }
        expect(imbalance(room.centre.floor, room.queue())).toBe(0)
        const isRecent = (atMs: number) => Math.floor(nowMs / minuteMs) - Math.floor(atMs / minuteMs) < 30
        const recent = addUp(past.filter(({ atMs }) => isRecent(atMs)).map(({ counts }) => counts))
        const isEmpty = Object.values(recent).every((count) => count === 0)
        expect(room.queue().recent).toEqual(isEmpty ? undefined : recent)
        const midnightMs = startMs + (14 * 60 + 30) * minuteMs
        if (nowMs < midnightMs)
          expect(room.queue().today).toMatchObject(addUp(past.map((each) => each.counts)))
      })
      room.centre.close()
      expect(room.clock.pending).toBe(0)
    }),
    { numRuns: 150 },
  )
})

function toCounts(kind: Step['kind'], waitedMs: number): QueueRecent {
  const isAnswer = kind === 'answer'
  const isLost = kind === 'giveUp'
  return {
    handled: isAnswer ? 1 : 0,
    handledInTime: isAnswer && waitedMs <= serviceLevelMs ? 1 : 0,
    abandoned: isLost ? 1 : 0,
    abandonedShort: isLost && waitedMs <= 5000 ? 1 : 0,
  }
}

function addUp(all: readonly QueueRecent[]): QueueRecent {
  const sum = (count: (each: QueueRecent) => number) => all.reduce((total, each) => total + count(each), 0)
  return {
    handled: sum((each) => each.handled),
    handledInTime: sum((each) => each.handledInTime),
    abandoned: sum((each) => each.abandoned),
    abandonedShort: sum((each) => each.abandonedShort),
  }
}
