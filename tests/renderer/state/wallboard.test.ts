/** What a wallboard shows: its pages, its totals beside a plain recount, and its lines of the last hour. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyCentre } from '#contract/centre'
import type { QueueId } from '#contract/ids'
import { WallboardSettings } from '#contract/wallboardSettings'
import { createQueueRows } from '#renderer/state/floor/floorQueues'
import {
  countByState,
  toBoardThresholds,
  toChosenQueues,
  toMasked,
  toPeople,
  toSlides,
  toTotals,
  toTrend,
  toWaitingCallers,
} from '#renderer/state/wallboard/wallboardNumbers'
import {
  addSample,
  emptySeries,
  longestSeries,
  sampleEveryMs,
  toDrawn,
} from '#renderer/state/wallboard/wallboardSeries'
import { levelOf, linked, settingsOf } from '#tests/renderer/state/alertRoom'
import { agentOf, callOf, queueOf, startMs } from '#tests/renderer/state/floorParts'

const id = (name: string) => name as QueueId
const settings = (change: object = {}) => WallboardSettings.parse(change)

describe('pages', () => {
  test('stand in their order, that of one queue once for each', () => {
    const slides = toSlides(settings({ pages: ['queue', 'waiting'] }), [id('a'), id('b')])
    expect(slides.map(({ page, queueId }) => [page, queueId])).toEqual([
      ['queue', 'a'],
      ['queue', 'b'],
      ['waiting', null],
    ])
  })

  test('there is always one, and a queue that is gone is not shown', () => {
    expect(toSlides(settings({ pages: ['queue'] }), [])).toHaveLength(1)
    const centre = { ...emptyCentre(linked), queues: [queueOf('a'), queueOf('b')] }
    expect(toChosenQueues(centre, settings())).toEqual(['a', 'b'])
    expect(toChosenQueues(centre, settings({ queueIds: ['gone', 'b'] }))).toEqual(['b'])
  })
})

describe('the totals', () => {
  test('of several queues are of their callers, not the mean of their levels', () => {
    const centre = {
      ...emptyCentre(linked),
      queues: [queueOf('a', levelOf(10, 10)), queueOf('b', levelOf(0, 90))],
      calls: [
        callOf('1', { queueId: 'a', queuedAtMs: startMs + 5 }),
        callOf('2', { queueId: 'b', queuedAtMs: startMs }),
      ],
    }
    const totals = toTotals(createQueueRows()(centre), [])
    expect(totals).toMatchObject({ waiting: 2, longestSinceMs: startMs, levelRecent: 0.1, levelToday: null })
  })

  test('somebody in two queues is one person, and who is signed out is nobody', () => {
    const offline = { status: { kind: 'offline', sinceMs: startMs } }
    const centre = {
      ...emptyCentre(linked),
      agents: [
        agentOf('both', { queueIds: ['a', 'b'] }),
        agentOf('out', { queueIds: ['a'], ...offline }),
        agentOf('other', { queueIds: ['c'] }),
      ],
    }
    const people = toPeople(centre, [id('a'), id('b')])
    expect(people.map((agent) => agent.id)).toEqual(['both'])
    expect(countByState(people)).toEqual([{ presence: 'available', count: 1 }])
    expect(toTotals([], people).free).toBe(1)
  })

  test('who waits longest stands first, and their number is not for the room', () => {
    const centre = {
      ...emptyCentre(linked),
      calls: [
        callOf('late', { queuedAtMs: startMs + 9 }),
        callOf('early', { queuedAtMs: startMs }),
        callOf('elsewhere', { queueId: 'c' }),
        callOf('talks', { state: { kind: 'talking', agentId: 'ana', sinceMs: startMs } }),
      ],
    }
    expect(toWaitingCallers(centre, [id('support')]).map((call) => call.id)).toEqual(['early', 'late'])
    expect(toMasked('+989121234567')).toBe('••• 4567')
    expect(toMasked('1001')).toBe('1001')
  })

  test('several queues are held to the strictest of their thresholds', () => {
    const alerts = settingsOf({
      queues: [{ queueId: 'b', thresholds: { serviceLevel: 0.9, longestWaitMs: null } }],
    })
    expect(toBoardThresholds(alerts, [id('a'), id('b')])).toMatchObject({
      serviceLevel: 0.9,
      longestWaitMs: 120_000,
    })
    expect(toBoardThresholds(alerts, [id('b')]).longestWaitMs).toBeNull()
  })
})

describe('the lines', () => {
  const sample = fc.option(
    fc.uniqueArray(
      fc.record({
        queue: fc.constantFrom('a', 'b', 'c'),
        waiting: fc.nat(3),
        inTime: fc.nat(5),
        late: fc.nat(5),
      }),
      { selector: ({ queue }) => queue },
    ),
  )

  test('equal a recount of every sample, with a gap wherever nothing was known', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 40 }), (samples) => {
        let series = emptySeries
        samples.forEach((queues, index) => {
          const centre =
            queues === null
              ? null
              : {
                  ...emptyCentre(linked),
                  queues: queues.map(({ queue, inTime, late }) =>
                    queueOf(queue, levelOf(inTime, inTime + late)),
                  ),
                  calls: queues.flatMap(({ queue, waiting }) =>
                    Array.from({ length: waiting }, (_, at) => callOf(`${queue}${at}`, { queueId: queue })),
                  ),
                }
          series = addSample(series, centre, startMs + index * sampleEveryMs)
        })
        const chosen = ['a', 'b']
        const drawn = toDrawn(series, chosen.map(id))
        const expected = samples.map((queues) => {
          const own = queues?.filter(({ queue }) => chosen.includes(queue)) ?? []
          if (own.length === 0) return [null, null]
          const sum = (value: (each: (typeof own)[number]) => number) =>
            own.reduce((total, each) => total + value(each), 0)
          const asked = sum(({ inTime, late }) => inTime + late)
          return [sum(({ waiting }) => waiting), asked === 0 ? null : sum(({ inTime }) => inTime) / asked]
        })
        expect(drawn.waiting).toEqual(expected.map(([waiting]) => waiting))
        expect(drawn.level).toEqual(expected.map(([, level]) => level))
      }),
    )
  })

  test('hold an hour, and forget a queue that has been gone for as long', () => {
    let series = addSample(emptySeries, { ...emptyCentre(linked), queues: [queueOf('a')] }, startMs)
    for (let index = 1; index <= longestSeries; index += 1) {
      series = addSample(series, emptyCentre(linked), startMs + index * sampleEveryMs)
    }
    expect(series.atMs).toHaveLength(longestSeries)
    expect(series.atMs[0]).toBe(startMs + sampleEveryMs)
    expect(series.queues.size).toBe(0)
  })

  test('a trend is against five minutes ago, and unknown where that is not known or long past', () => {
    const atMs = Array.from({ length: 21 }, (_, index) => startMs + index * sampleEveryMs)
    const values = atMs.map((_, index) => index)
    expect(toTrend({ atMs }, values)).toBe(20)
    expect(toTrend({ atMs }, values.slice(0, 20))).toBeNull()
    expect(toTrend({ atMs }, [null, ...values.slice(1)])).toBeNull()
    const slept = atMs.with(20, startMs + 3_600_000)
    expect(toTrend({ atMs: slept }, values)).toBeNull()
  })
})
