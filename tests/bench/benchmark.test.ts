/** Figures are judged by what was measured: a target without a figure is missed, and percentiles are real samples. */
import { expect, test } from 'vitest'
import { judgeTargets, percentile, toFigure } from '#bench/benchmark'

test('a target is met at its limit, missed beyond it, and missed when nothing was measured', () => {
  const figures = { p95Ms: 50, p99Ms: 100.5, perSecond: 900 }
  const targets = [
    { figure: 'p95Ms', limit: 50 },
    { figure: 'p99Ms', limit: 100 },
    { figure: 'perSecond', limit: 1000, atLeast: true },
    { figure: 'forgottenMs', limit: 1 },
  ]
  expect(
    judgeTargets({ n: 1, figures, targets }).map(({ figure, value, ok }) => [figure, value, ok]),
  ).toEqual([
    ['p95Ms', 50, true],
    ['p99Ms', 100.5, false],
    ['perSecond', 900, false],
    ['forgottenMs', null, false],
  ])
})

test('a percentile is the sample of nearest rank, in whatever order they came', () => {
  const samples = [5, 1, 4, 2, 3]
  expect([0, 0.2, 0.5, 0.8, 0.81, 1].map((share) => percentile(samples, share))).toEqual([1, 1, 3, 4, 5, 5])
  expect(() => percentile([], 0.5)).toThrow('No sample')
})

test('a figure has three digits that mean something', () => {
  expect([0.012345, 1.2345, 123.45, 1_234_567].map(toFigure)).toEqual([0.0123, 1.23, 123, 1_230_000])
})
