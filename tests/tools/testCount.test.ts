/** Proves that nothing that broke is left out of the sum of a test run. */
import { expect, test } from 'vitest'
import { addCounts, countReport, toSummary } from '#tools/testCount'

const report = (passed: number, failed: number, ...files: object[]) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files })

test('tests are counted as they ended', () => {
  expect(countReport(report(5, 2, { status: 'failed', assertionResults: [{}] }), 1)).toEqual({
    passed: 5,
    failed: 2,
  })
})

test('a file that could not be read is a failure', () => {
  expect(countReport(report(5, 0, { status: 'failed', assertionResults: [] }), 1).failed).toBe(1)
})

test('a run that ended badly without a failed test is a failure', () => {
  expect(countReport(report(5, 0), 1).failed).toBe(1)
  expect(countReport(report(5, 0), 0).failed).toBe(0)
})

test('counts add up into the last line', () => {
  expect(toSummary(addCounts({ passed: 2, failed: 1 }, { passed: 3, failed: 0 }))).toBe('5 passed, 1 failed')
})
