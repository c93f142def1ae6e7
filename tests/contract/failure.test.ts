/** Every final answer of a telephone system becomes a failure with a sentence of its own. */
import { expect, test } from 'vitest'
import { FailureCode, toCallFailure } from '#contract/failure'
import en from '#resources/locales/en.json' with { type: 'json' }
import fa from '#resources/locales/fa.json' with { type: 'json' }

test.each([
  [401, 'call-unauthorised'],
  [403, 'call-forbidden'],
  [404, 'call-not-found'],
  [407, 'call-unauthorised'],
  [408, 'call-timed-out'],
  [480, 'call-unavailable'],
  [484, 'call-incomplete'],
  [486, 'call-busy'],
  [487, 'call-cancelled'],
  [488, 'call-not-acceptable'],
  [500, 'call-switch-error'],
  [503, 'call-switch-overloaded'],
  [603, 'call-declined'],
  [499, 'call-failed'],
  [302, 'call-failed'],
])('%d is told as %s', (status, code) => {
  expect(toCallFailure(status)).toEqual({ code, subject: String(status), retryAfterMs: null })
})

test.each([100, 180, 200, 202])('%d is no failure', (status) => {
  expect(toCallFailure(status)).toBeNull()
})

test('each failure has a sentence in each language, and no two say the same', () => {
  for (const words of [en, fa]) {
    const sentences = FailureCode.options.map((code) => words[`failure.${code}`])
    expect(sentences.every((sentence) => sentence.length > 10)).toBe(true)
    expect(new Set(sentences).size).toBe(sentences.length)
  }
})
