/** Callers come as often as the time of day says, and stop when told to. */
import { expect, test } from 'vitest'
import { rateAt, startArrivals } from '#simulator/people/arrivals'
import { createRandom } from '#simulator/people/random'
import { createFakeClock } from '#tests/support/fakeClock'

const rates = [
  { from: '08:00', perHour: 60 },
  { from: '20:30', perHour: 6 },
]
const at = (hours: number, minutes = 0) => Date.UTC(2026, 10, 23, hours, minutes)

test.each([
  [8, 0, 60],
  [20, 29, 60],
  [20, 30, 6],
  [7, 59, 6],
  [0, 0, 6],
])('at %i:%i the rate is %i an hour', (hours, minutes, perHour) => {
  expect(rateAt({ rates }, at(hours, minutes), 0)).toBe(perHour)
})

test('the rate follows the local time of the centre', () => {
  expect(rateAt({ rates }, at(4, 30), 210)).toBe(60)
  expect(rateAt({ rates }, at(4, 29), 210)).toBe(6)
})

test('ten hours bring about as many callers as their rate, and the first ones at once', () => {
  const clock = createFakeClock(at(8))
  let callers = 0
  const options = {
    clock,
    random: createRandom(1, 'arrivals'),
    utcOffsetMinutes: 0,
    arrive: () => void callers++,
  }
  const stop = startArrivals({ line: '+98210000', rates, atStart: 4 }, options)
  clock.advance(20_000)
  expect(callers).toBeGreaterThanOrEqual(4)
  clock.advance(10 * 3_600_000)
  // 600 expected; four standard deviations either way.
  expect(callers).toBeGreaterThan(500)
  expect(callers).toBeLessThan(700)
  const before = callers
  stop()
  clock.advance(3_600_000)
  expect(callers).toBe(before)
  expect(clock.pending).toBe(0)
})

test('a rate of nought brings nobody', () => {
  const clock = createFakeClock(at(8))
  let callers = 0
  const options = {
    clock,
    random: createRandom(1, 'arrivals'),
    utcOffsetMinutes: 0,
    arrive: () => void callers++,
  }
  startArrivals({ line: '+98210000', rates: [{ from: '00:00', perHour: 0 }], atStart: 0 }, options)
  clock.advance(24 * 3_600_000)
  expect(callers).toBe(0)
})
