/** Where several calls are heard, and how loud a meter says they are. */
import { expect, test } from 'vitest'
import { toMeterLevel } from '#renderer/phone/monitoring/legSound'
import { toStereoPlaces } from '#renderer/phone/monitoring/stereoPlaces'

test('one alone is in the middle as it is', () => {
  expect(toStereoPlaces(['a'], null)).toEqual([{ pan: 0, gainDb: 0 }])
  expect(toStereoPlaces([], null)).toEqual([])
})

test.each([2, 3, 4])(
  'of %i the one in focus is in the middle, the others apart from it and from each other',
  (count) => {
    const ids = Array.from({ length: count }, (_, i) => i)
    for (const focus of ids) {
      const places = toStereoPlaces(ids, focus)
      expect(places[focus]).toEqual({ pan: 0, gainDb: 0 })
      const others = places.filter((_, i) => i !== focus)
      expect(others.every(({ gainDb }) => gainDb === -9)).toBe(true)
      expect(new Set(places.map(({ pan }) => pan)).size).toBe(count)
    }
  },
)

test('a focus that is not among them gives the middle to the first', () => {
  expect(toStereoPlaces(['a', 'b'], 'gone')[0]?.pan).toBe(0)
})

test('a meter runs from silence to full scale, even in decibels', () => {
  const waveOf = (level: number) => new Float32Array(1024).map((_, i) => (i % 2 === 0 ? level : -level))
  expect(toMeterLevel(waveOf(0))).toBe(0)
  expect(toMeterLevel(waveOf(1))).toBe(1)
  expect(toMeterLevel(waveOf(0.001))).toBeCloseTo(0, 5)
  expect(toMeterLevel(waveOf(10 ** (-30 / 20)))).toBeCloseTo(0.5, 5)
})
