/** The beat of 20 ms: no drift, no bursts, no sound made up for after a sleep. */
import { expect, test } from 'vitest'
import { createMediaClock } from '#simulator/media/mediaClock'
import { createFakeClock } from '#tests/support/fakeClock'

function start(lateness: (beat: number) => number = () => 0) {
  const time = createFakeClock(0)
  const surprises: unknown[] = []
  let asked = 0
  const clock = createMediaClock({
    nowMs: time.nowMs,
    after: (delayMs, task) => {
      asked += 1
      return time.after(delayMs + lateness(asked), task)
    },
    onSurprise: (cause) => surprises.push(cause),
  })
  return { time, clock, surprises }
}

test('fifty beats a second, whatever the timers are late', () => {
  const { time, clock } = start((beat) => (beat * 7) % 9)
  const at: number[] = []
  const stop = clock.onBeat(() => at.push(time.nowMs()))
  time.advance(60_000)
  expect(Math.abs(at.length - 3000)).toBeLessThanOrEqual(2)
  stop()
  time.advance(100)
  expect(time.pending).toBe(0)
})

test('beats missed are made up for one by one, not in a burst', () => {
  const { time, clock } = start((beat) => (beat === 10 ? 100 : 0))
  const at: number[] = []
  clock.onBeat(() => at.push(time.nowMs()))
  time.advance(1000)
  const pauses = at.slice(1).map((ms, i) => ms - (at[i] ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(10)
  expect(Math.abs(at.length - 50)).toBeLessThanOrEqual(1)
  clock.close()
  expect(time.pending).toBe(0)
})

test('after a long sleep the past is let go', () => {
  const { time, clock } = start((beat) => (beat === 10 ? 3_600_000 : 0))
  let beats = 0
  clock.onBeat(() => {
    beats += 1
  })
  time.advance(3_600_000 + 1000)
  expect(beats).toBeLessThan(60)
  clock.close()
})

test('one that throws does not stop the others', () => {
  const { time, clock, surprises } = start()
  let beats = 0
  clock.onBeat(() => {
    throw new Error('broken')
  })
  clock.onBeat(() => {
    beats += 1
  })
  time.advance(100)
  expect(beats).toBeGreaterThanOrEqual(5)
  expect(surprises).toHaveLength(beats)
  clock.close()
})
