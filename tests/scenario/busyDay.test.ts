/** Eight simulated hours of a busy floor in seconds: nobody is lost, and the same seed gives the same day. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import { createEventTally } from '#tests/simulator/support/eventTally'
import { createPracticeBench, loadScenario } from '#tests/simulator/support/practiceBench'

const hourMs = 3_600_000

async function liveDay(seed: number, hours = 8) {
  const tally = createEventTally()
  const bench = createPracticeBench({ scenario: 'busy-day', seed, onEvent: (event) => tally.take(event) })
  bench.centre.start()
  bench.clock.advance(hours * hourMs)
  const waiting = tally.waiting
  await bench.centre.close()
  return { ...bench, tally, waiting }
}

function toFingerprint(events: readonly PbxEvent[]): string {
  return createHash('sha256').update(JSON.stringify(events)).digest('hex')
}

describe('a busy day', () => {
  test('offered is handled, abandoned, timed out and still waiting, after every single event', async () => {
    const { tally, events, waiting } = await liveDay(1)
    expect(tally.complaints).toEqual([])
    const sum = { offered: 0, handled: 0, abandoned: 0, timedOut: 0 }
    for (const count of tally.queues.values()) {
      for (const key of ['offered', 'handled', 'abandoned', 'timedOut'] as const) sum[key] += count[key]
    }
    expect(sum.offered).toBe(sum.handled + sum.abandoned + sum.timedOut + waiting)
    // A day on which nothing went wrong would prove nothing.
    expect(sum.handled).toBeGreaterThan(200)
    expect(sum.abandoned).toBeGreaterThan(10)
    expect(sum.timedOut).toBeGreaterThan(0)
    expect(events.length).toBeGreaterThan(1_000)
  })

  test('nobody waits longer than their queue allows', async () => {
    const { tally } = await liveDay(2)
    const longest = Math.max(...loadScenario('busy-day').queues.map((queue) => queue.maxWaitMs ?? 0))
    expect(tally.longestWaitMs).toBeGreaterThan(60_000)
    expect(tally.longestWaitMs).toBeLessThanOrEqual(longest)
  })

  test('the same seed gives the same history, another seed another', async () => {
    const [one, again, other] = await Promise.all([liveDay(7), liveDay(7), liveDay(8)])
    expect(toFingerprint(again.events)).toBe(toFingerprint(one.events))
    expect(toFingerprint(other.events)).not.toBe(toFingerprint(one.events))
  })

  test('no member is asked within the wrap-up their queue gives, unless they ended it', async () => {
    const { events } = await liveDay(3)
    const shortest = loadScenario('busy-day').colleagues.wrapUpMs[0]
    const endedAt = new Map<string, number>()
    const inCall = new Map<string, string>()
    for (const event of events) {
      if (event.kind === 'callConnected') inCall.set(event.callId, event.extension)
      if (event.kind === 'callEnded') {
        const extension = inCall.get(event.callId)
        if (extension !== undefined) endedAt.set(extension, event.atMs)
      }
      if (event.kind === 'callOffered') {
        expect(event.atMs - (endedAt.get(event.extension) ?? 0)).toBeGreaterThanOrEqual(shortest)
      }
    }
    expect(endedAt.size).toBeGreaterThan(3)
  })

  test('nothing is left running when the day is closed', async () => {
    const { clock, events } = await liveDay(4, 1)
    expect(clock.pending).toBe(0)
    const before = events.length
    clock.advance(hourMs)
    expect(events).toHaveLength(before)
  })
})

describe('the people of a busy day', () => {
  test('callers come from the book, from outside it, and without a number, as the scenario says', async () => {
    const { ofKind } = await liveDay(5, 24)
    const inbound = ofKind('callEntered').filter((event) => event.direction === 'inbound')
    const withheld = inbound.filter((event) => event.caller.number === null)
    const strangers = inbound.filter((event) => /^\+9899[012]/.test(event.caller.number ?? ''))
    expect(withheld.every((event) => event.caller.name === null)).toBe(true)
    expect(withheld.length / inbound.length).toBeGreaterThan(0.005)
    expect(withheld.length / inbound.length).toBeLessThan(0.05)
    expect(strangers.length / inbound.length).toBeGreaterThan(0.01)
    expect(strangers.length / inbound.length).toBeLessThan(0.07)
  })

  test('colleagues hold, pause for site-wide reasons, transfer both ways, miss and decline', async () => {
    const { ofKind } = await liveDay(6, 24)
    expect(ofKind('callHeld').length).toBeGreaterThan(10)
    expect(ofKind('callResumed').length).toBeGreaterThan(10)
    const hows = new Set(ofKind('callTransferred').map((event) => event.how))
    expect(hows).toEqual(new Set(['blind', 'attended']))
    const outcomes = new Set(ofKind('offerEnded').map((event) => event.outcome))
    expect([...outcomes]).toEqual(expect.arrayContaining(['no-answer', 'declined', 'cancelled']))
    const reasons = new Set(ofKind('extensionChanged').flatMap((event) => event.pausedReason ?? []))
    const known = ['lunch', 'prayer', 'short', 'meeting', 'training', 'technical']
    expect(known).toEqual(expect.arrayContaining([...reasons]))
    expect(reasons.size).toBeGreaterThan(3)
  })

  test('more callers come at the peak than in the early morning', async () => {
    const { ofKind } = await liveDay(9, 24)
    const perHour = (from: number, to: number) => {
      const within = ofKind('callQueued').filter((event) => {
        const hour = new Date(event.atMs + 210 * 60_000).getUTCHours()
        return hour >= from && hour < to
      })
      return within.length / (to - from)
    }
    expect(perHour(11, 13)).toBeGreaterThan(5 * perHour(0, 7))
  })
})
