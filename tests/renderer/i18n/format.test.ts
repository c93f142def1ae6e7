/** Numbers, times and telephone numbers as both kinds of reader expect them. */
import { expect, test } from 'vitest'
import { createFormat } from '#renderer/i18n/format'
import { formatPhoneNumber } from '#renderer/i18n/phoneNumber'

const en = createFormat('en')
const fa = createFormat('fa')
/** 23 November 2026, noon at the reader's own desk. */
const noonMs = new Date(2026, 10, 23, 12, 0, 0).getTime()

test('a duration is minutes and seconds, then hours', () => {
  expect(en.duration(0)).toBe('00:00')
  expect(en.duration(252_900)).toBe('04:12')
  expect(en.duration(3_723_000)).toBe('1:02:03')
  expect(fa.duration(252_000)).toBe('۰۴:۱۲')
})

test('a clock that jumped back never shows a negative time', () => {
  expect(en.duration(-5000)).toBe('00:00')
})

test('Persian days are of the Persian calendar', () => {
  expect(fa.moment(noonMs)).toContain('دوشنبه ۲ آذر ۱۴۰۵')
  expect(fa.weekdayAndDay(noonMs)).toBe('دوشنبه ۲ آذر ۱۴۰۵')
  expect(en.weekdayAndDay(noonMs)).toBe('Monday 23 November 2026')
})

test('days ago are counted by midnights, not by 24 hours', () => {
  const eveningMs = new Date(2026, 10, 22, 23, 50, 0).getTime()
  expect(en.daysAgo(eveningMs, noonMs)).toBe('yesterday')
  expect(fa.daysAgo(eveningMs, noonMs)).toBe('دیروز')
})

test('money is short at a glance, with the currency last in Persian', () => {
  const value = { amount: 1_200_000_000, currency: 'IRR' }
  expect(fa.money(value)).toMatch(/^۱٫۲\sمیلیارد ریال$/)
  expect(en.money(value)).toMatch(/1\.2\s?bn/)
})

test('a telephone number is grouped; an extension or nonsense stays as it is', () => {
  expect(formatPhoneNumber('+989123456789')).toBe('+98 912 345 6789')
  expect(formatPhoneNumber('09123456789')).toBe('+98 912 345 6789')
  expect(formatPhoneNumber('1001')).toBe('1001')
  expect(formatPhoneNumber('*72#')).toBe('*72#')
  expect(formatPhoneNumber('+12345678901234567890123456789012')).toBe('+12345678901234567890123456789012')
  expect(fa.phone('+989123456789')).toBe('+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹')
})
