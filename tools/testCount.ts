/** Counts a test run from vitest's JSON report, so that nothing that broke is left out of the sum. */

export interface Count {
  readonly passed: number
  readonly failed: number
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

export function addCounts(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}

/**
 * A file that could not even be read counts as one failure; so does a run that ended badly (`exitCode` not 0) though
 * no test says why, for example an error outside any test.
 */
export function countReport(json: string, exitCode: number): Count {
  const report: Report = JSON.parse(json)
  const unread = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unread.length
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

export function toSummary({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`
}
