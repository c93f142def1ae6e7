/** What is told of a score: in tenths, by steps, and a word that never improves as the score falls. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { QualityReport, qualityWords, toQualityWord, toToldMos } from '#contract/quality'

const mos = fc.double({ min: 1, max: 4.5, noNaN: true })

test('what is told is in tenths, within a step of what is measured, and only when it has moved by one', () => {
  fc.assert(
    fc.property(fc.array(mos, { minLength: 1, maxLength: 100 }), (measured) => {
      let told: number | null = null
      for (const each of measured) {
        const next = toToldMos(told, each)
        if (next !== null) {
          expect(Math.round(next * 10) / 10).toBe(next)
          if (told !== null) expect(Math.abs(next - told)).toBeGreaterThan(0.29)
          told = next
        }
        expect(Math.abs((told ?? 0) - each)).toBeLessThan(0.36)
      }
    }),
  )
  expect(toToldMos(4.4, 4.1)).toBe(4.1)
  expect(toToldMos(4.4, 4.2)).toBeNull()
})

test('the word falls with the score', () => {
  fc.assert(
    fc.property(mos, mos, (one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one]
      expect(qualityWords.indexOf(toQualityWord(low))).toBeGreaterThanOrEqual(
        qualityWords.indexOf(toQualityWord(high)),
      )
    }),
  )
})

test.each([
  { mos: 0.9 },
  { mos: 4.6 },
  { mos: Number.NaN },
  { lossPercent: 101 },
  { jitterMs: -1 },
  { roundTripMs: Number.POSITIVE_INFINITY },
  { callId: '' },
])('a report with %o is refused at the door', (change) => {
  const report = { callId: 'call-1', mos: 4.3, lossPercent: 0, jitterMs: 2, roundTripMs: 20 }
  expect(QualityReport.safeParse(report).success).toBe(true)
  expect(QualityReport.safeParse({ ...report, ...change }).success).toBe(false)
})
