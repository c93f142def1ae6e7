/** Seeded draws: repeatable, independent by purpose, and shaped as they say. */
import { expect, test } from 'vitest'
import { createRandom } from '#simulator/people/random'

const draw = (seed: number, purpose: string, count = 5) => {
  const random = createRandom(seed, purpose)
  return Array.from({ length: count }, () => random.next())
}

test('the same seed and purpose repeat, another of either does not', () => {
  expect(draw(1, 'a')).toEqual(draw(1, 'a'))
  expect(draw(2, 'a')).not.toEqual(draw(1, 'a'))
  expect(draw(1, 'b')).not.toEqual(draw(1, 'a'))
})

test('neighbouring seeds share no pattern', () => {
  const firsts = Array.from({ length: 1_000 }, (_, seed) => draw(seed, 'a', 1)[0] ?? 0)
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length
  expect(mean).toBeGreaterThan(0.45)
  expect(mean).toBeLessThan(0.55)
  expect(new Set(firsts).size).toBe(1_000)
})

test('every integer of a range comes, and none outside it', () => {
  const random = createRandom(3, 'range')
  const seen = new Set(Array.from({ length: 500 }, () => random.between(4, 7)))
  expect([...seen].sort()).toEqual([4, 5, 6, 7])
})

test('exponential and log-normal have the mean and the median asked for', () => {
  const random = createRandom(4, 'shapes')
  const waits = Array.from({ length: 20_000 }, () => random.exponential(100))
  const mean = waits.reduce((sum, value) => sum + value, 0) / waits.length
  expect(mean).toBeGreaterThan(97)
  expect(mean).toBeLessThan(103)
  const talks = Array.from({ length: 20_001 }, () => random.logNormal(90, 0.5)).sort((a, b) => a - b)
  expect(talks[10_000]).toBeGreaterThan(87)
  expect(talks[10_000]).toBeLessThan(93)
})

test('nothing can be picked from an empty list', () => {
  expect(() => createRandom(5, 'empty').pick([])).toThrow(RangeError)
})
