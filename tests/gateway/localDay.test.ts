/** The centre's day: midnight where the centre is, also on days that are not 24 hours long. */
import { expect, test } from 'vitest'
import { nextDayMs, toDayKey } from '#gateway/localDay'

test.each([
  ['Asia/Tehran', '2026-11-23T20:29:59.999Z', '2026-11-23', '2026-11-23T20:30:00.000Z'],
  ['Asia/Tehran', '2026-11-23T20:30:00.000Z', '2026-11-24', '2026-11-24T20:30:00.000Z'],
  ['UTC', '2026-12-31T23:00:00.000Z', '2026-12-31', '2027-01-01T00:00:00.000Z'],
  // 23 and 25 hours.
  ['Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25', '2026-10-25T23:00:00.000Z'],
])('%s at %s', (timeZone, at, day, next) => {
  expect(toDayKey(Date.parse(at), timeZone)).toBe(day)
  expect(new Date(nextDayMs(Date.parse(at), timeZone)).toISOString()).toBe(next)
})
