/** A floor that has been at work when it is first seen: its clock catches up in order and goes on in real time. */
import { describe, expect, test } from 'vitest'
import type { PbxEvent } from '#contract/pbx'
import { toServiceLevel } from '#contract/queue'
import { createFloor } from '#gateway/model/createFloor'
import { reducePbx } from '#gateway/model/reduce'
import { defaultPauseReasons } from '#gateway/pauseReasons'
import { createPracticeCentre } from '#simulator/practiceCentre'
import { silentLog } from '#simulator/practiceLog'
import { createHeadStart } from '#simulator/scenarios/headStart'
import { createEventTally } from '#tests/simulator/support/eventTally'
import {
  createPracticeBench,
  loadScenario,
  morningMs,
  type PracticeBench,
} from '#tests/simulator/support/practiceBench'
import { createFakeClock } from '#tests/support/fakeClock'

describe('the clock', () => {
  test('runs what is due at its own instant and in order, then goes on with the machine', () => {
    const real = createFakeClock(100_000)
    const { clock, catchUp } = createHeadStart(real, 10_000)
    const told: string[] = []
    const tell = (what: string) => () => void told.push(`${what} at ${clock.nowMs()}`)
    clock.after(9_000, tell('second'))
    clock.after(1_000, () => {
      tell('first')()
      clock.after(500, tell('from the first'))
      clock.after(10_000, tell('later'))
    })
    clock.after(12_000, tell('later still'))
    clock.after(2_000, tell('never'))()
    const cancelLater = clock.after(11_000, tell('never either'))
    expect(clock.nowMs()).toBe(90_000)
    catchUp()
    expect(told).toEqual(['first at 91000', 'from the first at 91500', 'second at 99000'])
    expect(clock.nowMs()).toBe(100_000)
    cancelLater()
    clock.after(3_000, tell('new'))
    real.advance(5_000)
    expect(told.slice(3)).toEqual(['later at 101000', 'later still at 102000', 'new at 103000'])
    expect(real.pending).toBe(0)
  })

  test('without a head start is the machine’s', () => {
    const real = createFakeClock(100_000)
    const { clock, catchUp } = createHeadStart(real, 0)
    catchUp()
    expect(clock.nowMs()).toBe(100_000)
  })
})

type Snapshot = Extract<PbxEvent, { kind: 'snapshot' }>

function look({ centre }: PracticeBench): Snapshot {
  const told: PbxEvent[] = []
  centre.listen((event) => void told.push(event))()
  const snapshot = told.findLast((event): event is Snapshot => event.kind === 'snapshot')
  if (snapshot === undefined) throw new Error('nothing was told')
  return snapshot
}

describe('the floor a supervisor is given', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'seed %i: at work at the first look, at noon as at night',
    async (seed) => {
      const startMs = morningMs + seed * 3 * 3_600_000
      const bench = createPracticeBench({ scenario: 'floor', seed, startMs })
      const { calls, extensions } = look(bench)
      const waiting = calls.filter((call) => call.state.kind === 'waiting')
      expect(waiting.length).toBeGreaterThanOrEqual(2)
      expect(new Set(waiting.map((call) => call.queueId)).size).toBeGreaterThanOrEqual(2)
      const talking = calls.filter((call) => call.state.kind === 'talking' || call.state.kind === 'held')
      expect(talking.length).toBeGreaterThanOrEqual(5)
      // They have been at it for a while, and nobody since tomorrow.
      expect(calls.every((call) => call.enteredAtMs <= startMs)).toBe(true)
      expect(Math.min(...calls.map((call) => call.enteredAtMs))).toBeLessThan(startMs - 60_000)
      expect(extensions.filter((each) => each.signedIn).length).toBeGreaterThan(10)
      await bench.centre.close()
      expect(bench.clock.pending).toBe(0)
    },
  )

  test('whoever hears of it first counts the calls of its past with the rest, and is left with the floor as it is', async () => {
    const scenario = loadScenario('floor')
    const clock = createFakeClock(morningMs)
    const centre = createPracticeCentre({
      telephony: null,
      clock,
      seed: 1,
      scenario,
      voicesDir: null,
      recordDir: null,
      log: silentLog,
    })
    let floor = createFloor({
      people: [],
      saved: new Map(),
      pauseReasons: defaultPauseReasons,
      day: '2026-11-23',
      agentDays: new Map(),
      queueDays: new Map(),
      nowMs: clock.nowMs(),
    })
    let told: PbxEvent[] = []
    centre.listen((event) => {
      told.push(event)
      floor = reducePbx(floor, event)
    })
    expect(told.every(({ atMs }) => atMs > morningMs - scenario.beganMs - 1000 && atMs <= morningMs)).toBe(
      true,
    )
    for (const { today, recent } of floor.queues.values()) {
      expect(today.handled).toBeGreaterThan(5)
      expect(toServiceLevel(today)).toBeGreaterThan(0)
      expect(recent?.handled).toBe(today.handled)
    }
    const present = told.findLast((event): event is Snapshot => event.kind === 'snapshot')
    expect([...floor.calls.keys()].sort()).toEqual(present?.calls.map(({ callId }) => callId).sort())
    told = []
    centre.listen((event) => void told.push(event))
    expect(told.map(({ kind }) => kind)).toEqual(['linkUp', 'snapshot'])
    await centre.close()
  })

  test('in its first minutes calls end and begin, are held, and people rest', async () => {
    const bench = createPracticeBench({ scenario: 'floor', seed: 5 })
    bench.centre.start()
    bench.clock.advance(180_000)
    for (const kind of [
      'callEntered',
      'callConnected',
      'callEnded',
      'callHeld',
      'extensionChanged',
    ] as const) {
      expect({ kind, happened: bench.ofKind(kind).length > 0 }).toEqual({ kind, happened: true })
    }
    await bench.centre.close()
  })

  test('goes on like that for hours, losing nobody', async () => {
    const tally = createEventTally()
    const bench = createPracticeBench({ scenario: 'floor', seed: 3 })
    const known = new Set(look(bench).calls.map((call) => call.callId))
    bench.centre.listen((event) => {
      // Those who were there at the first look are counted by nobody here.
      if (!('callId' in event) || !known.has(event.callId)) tally.take(event)
    })
    bench.clock.advance(3 * 3_600_000)
    expect(tally.complaints).toEqual([])
    expect(bench.ofKind('callEnded').length).toBeGreaterThan(500)
    expect(look(bench).calls.length).toBeLessThan(60)
    await bench.centre.close()
  })

  test('the same seed gives the same floor', async () => {
    const one = createPracticeBench({ scenario: 'floor', seed: 9 })
    const other = createPracticeBench({ scenario: 'floor', seed: 9 })
    expect(look(other)).toEqual(look(one))
    await one.centre.close()
    await other.centre.close()
  })
})
