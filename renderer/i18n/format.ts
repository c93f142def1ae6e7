/** Writes numbers, times, money and ages in the reader's digits and calendar. */
import { type Locale, localeTag } from '#renderer/i18n/messages'
import { formatPhoneNumber } from '#renderer/i18n/phoneNumber'

export interface Money {
  readonly amount: number
  readonly currency: string
}

export interface Format {
  number(value: number): string
  /** `04:12`, then `1:04:12`. Negative is shown as zero. */
  duration(ms: number): string
  /** The moment to the second, for hovering: weekday, day, month, year, time. */
  moment(atMs: number): string
  /** Weekday and whole day, for a cell of a calendar. */
  weekdayAndDay(atMs: number): string
  /** Month and year, the head of a calendar. */
  month(atMs: number): string
  /** A day without its year when it is this year's. */
  day(atMs: number): string
  /** Hours and minutes. */
  time(atMs: number): string
  /** `2 min ago`; `nowMs` by the same clock. */
  age(atMs: number, nowMs: number): string
  /** Whole days from `nowMs` as a word: yesterday, 3 days ago, then the day. */
  daysAgo(atMs: number, nowMs: number): string
  /** Short: 1.2 bn. */
  money(money: Money): string
  moneyExact(money: Money): string
  percent(value: number): string
  /** International grouping, in the reader's digits; put it in an element of its own direction. */
  phone(dialString: string): string
  /** ASCII digits of a text in the reader's digits. */
  digits(text: string): string
}

const dayMs = 86_400_000

export function createFormat(locale: Locale): Format {
  const tag = localeTag[locale]
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 })
  const relative = new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'auto' })
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const exactTime = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' })
  const dayOfYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' })
  const year = new Intl.DateTimeFormat(tag, { year: 'numeric' })
  const month = new Intl.DateTimeFormat(tag, { month: 'long' })
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long' })
  const longDay = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' })
  const digits = locale === 'fa' ? toPersianDigits : (text: string) => text
  const money = createMoneyFormat(locale)

  const writeDay = (atMs: number): string =>
    year.format(atMs) === year.format(Date.now()) ? day.format(atMs) : dayOfYear.format(atMs)
  const writeAge = (atMs: number, nowMs: number): string => {
    const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000))
    if (seconds < 60) return relative.format(-seconds, 'second')
    if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
    if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour')
    return seconds < 30 * 86_400 ? relative.format(-Math.floor(seconds / 86_400), 'day') : writeDay(atMs)
  }

  return {
    number: (value) => number.format(value),
    duration: (ms) => digits(writeDuration(ms)),
    moment: (atMs) => `${weekday.format(atMs)} ${longDay.format(atMs)} ${exactTime.format(atMs)}`,
    weekdayAndDay: (atMs) => `${weekday.format(atMs)} ${longDay.format(atMs)}`,
    month: (atMs) => `${month.format(atMs)} ${year.format(atMs)}`,
    day: writeDay,
    time: (atMs) => time.format(atMs),
    age: writeAge,
    daysAgo: (atMs, nowMs) => {
      const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / dayMs)
      return days < 8 ? relative.format(-days, 'day') : writeDay(atMs)
    },
    money: (value) => money(value, 'compact'),
    moneyExact: (value) => money(value, 'standard'),
    percent: (value) => percent.format(value),
    phone: (dialString) => digits(formatPhoneNumber(dialString)),
    digits,
  }
}

/** Minutes are padded so that a ticking figure keeps its width. */
function writeDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const pad = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${pad(minutes)}:${pad(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`
}

function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}

export function toPersianDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))
}

/** Persian puts the currency after the amount; the CLDR pattern puts it before, with a mark that flips it. */
function createMoneyFormat(locale: Locale) {
  const made = new Map<string, Intl.NumberFormat>()
  const formatOf = (currency: string, notation: 'compact' | 'standard'): Intl.NumberFormat => {
    const key = currency + notation
    const known = made.get(key)
    if (known !== undefined) return known
    const options: Intl.NumberFormatOptions = {
      style: 'currency',
      currency,
      notation,
      maximumFractionDigits: 1,
    }
    if (notation === 'standard') options.maximumFractionDigits = 0
    const format = new Intl.NumberFormat(localeTag[locale], options)
    made.set(key, format)
    return format
  }
  return (money: Money, notation: 'compact' | 'standard'): string => {
    const format = formatOf(money.currency, notation)
    return locale === 'fa' ? currencyLast(format.formatToParts(money.amount)) : format.format(money.amount)
  }
}

function currencyLast(parts: readonly Intl.NumberFormatPart[]): string {
  const currency = parts.find((part) => part.type === 'currency')?.value ?? ''
  const amount = parts
    .filter((part) => part.type !== 'currency')
    .map((part) => part.value)
    .join('')
    .replace(/[\u200e\u200f]/g, '')
    .trim()
  return `${amount} ${currency}`
}
