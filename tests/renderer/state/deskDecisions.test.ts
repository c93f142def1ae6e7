/** The desk's pure decisions that no screen shows at once: the clock, the bound of prepared cards, reports of errors. */
import { expect, test } from 'vitest'
import { createPreparedCards } from '#renderer/state/caller/preparedCards'
import { adjustOffset } from '#renderer/state/liveModel'
import { toReport } from '#renderer/state/surprise'

const minuteMs = 60_000

test('the offset follows the fastest message, and a clock that was set', () => {
  expect(adjustOffset(null, -300)).toBe(-300)
  expect(adjustOffset(100, 60)).toBe(100)
  expect(adjustOffset(100, 140)).toBe(140)
  expect(adjustOffset(100, 100 + 3_600_000)).toBe(3_600_100)
  expect(adjustOffset(100, 100 - 3_600_000)).toBe(-3_599_900)
})

test('prepared cards keep the newest 500, for an hour', () => {
  const cards = createPreparedCards()
  for (let i = 0; i < 600; i += 1)
    cards.put({ dialString: `+98${i}`, answer: { kind: 'none' }, preparedAtMs: 0 })
  expect(cards.find('+980', 0)).toBeNull()
  expect(cards.find('+9899', 0)).toBeNull()
  expect(cards.find('+98100', 0)).toEqual({ kind: 'none' })
  expect(cards.find('+98599', 60 * minuteMs)).not.toBeNull()
  expect(cards.find('+98599', 61 * minuteMs)).toBeNull()
})

test('a report of an error fits the bridge, whatever was thrown', () => {
  const report = toReport(new Error('x'.repeat(10_000)))
  expect(report.message.length).toBe(4000)
  expect(report.at.length).toBeLessThanOrEqual(200)
  expect(toReport('only text')).toEqual({ message: 'only text', at: '' })
  expect(toReport(undefined).message).toBe('undefined')
})
