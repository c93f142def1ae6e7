/** The service level, by the formula the page shows: Ax / (A + B − Bs). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type QueueRecent, toServiceLevel } from '#contract/queue'

const counts = (handled: number, handledInTime: number, abandoned = 0, abandonedShort = 0): QueueRecent => ({
  handled,
  handledInTime,
  abandoned,
  abandonedShort,
})

test('nobody served and nobody lost is no level at all, not nought and not a hundred', () => {
  expect(toServiceLevel(counts(0, 0))).toBeNull()
})

test('those who gave up at once say nothing of the service, alone or among others', () => {
  expect(toServiceLevel(counts(0, 0, 3, 3))).toBeNull()
  expect(toServiceLevel(counts(8, 8, 2, 2))).toBe(1)
})

test('those who gave up later count as not served in time', () => {
  expect(toServiceLevel(counts(0, 0, 1, 0))).toBe(0)
  expect(toServiceLevel(counts(8, 8, 2, 0))).toBe(0.8)
  expect(toServiceLevel(counts(9, 6, 4, 1))).toBe(0.5)
})

test('it is from 0 to 1 for any counts a day can have', () => {
  const day = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
  fc.assert(
    fc.property(day, ([inTime, late, short, long]) => {
      const level = toServiceLevel(counts(inTime + late, inTime, short + long, short))
      if (inTime + late + long === 0) expect(level).toBeNull()
      else expect(level).toBeCloseTo(inTime / (inTime + late + long), 12)
    }),
  )
})
