/** The customer book: the same for the same seed, valid, and with the few shared numbers a real one has. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { CallerCard } from '#contract/callerCard'
import { createCustomerBook } from '#simulator/people/customerBook'
import { strangerNumber } from '#simulator/people/customerNumbers'

const nowMs = Date.UTC(2026, 10, 23)
const book = createCustomerBook({ seed: 7, size: 50_000, nowMs })
const indexes = Array.from({ length: book.size }, (_, index) => index)

test('every card is one the contract allows', () => {
  for (const index of indexes.slice(0, 500)) {
    expect(CallerCard.safeParse(book.at(index)).success).toBe(true)
  }
})

test('the same seed gives the same card, another seed another person', () => {
  const again = createCustomerBook({ seed: 7, size: 50_000, nowMs })
  const other = createCustomerBook({ seed: 8, size: 50_000, nowMs })
  expect(again.at(4_711)).toEqual(book.at(4_711))
  expect(other.at(4_711)).not.toEqual(book.at(4_711))
})

test('a larger book begins with the same people', () => {
  const larger = createCustomerBook({ seed: 7, size: 1_000_000, nowMs })
  expect(larger.at(123)).toEqual(book.at(123))
})

test('every number is valid for its country, second numbers too', () => {
  const wrong = indexes
    .slice(0, 4_000)
    .flatMap((index) => book.at(index).numbers)
    .filter((number) => parsePhoneNumberFromString(number)?.isValid() !== true)
  expect(wrong).toEqual([])
})

test('a number is one person’s, but for about one customer in two hundred', () => {
  const people = new Map<string, number>()
  for (const index of indexes) {
    for (const number of book.at(index).numbers) people.set(number, (people.get(number) ?? 0) + 1)
  }
  const sharers = [...people.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0)
  expect(sharers / book.size).toBeGreaterThan(0.004)
  expect(sharers / book.size).toBeLessThan(0.007)
  expect(Math.max(...people.values())).toBeLessThanOrEqual(3)
})

test('the number without the card is the number on the card', () => {
  for (const index of [0, 1, 2, 7, 13, 33, 400, 401, 2_002, 49_999]) {
    expect(book.numberAt(index)).toBe(book.at(index).numbers[0])
  }
})

test('lists are newest first and nothing lies in the future', () => {
  for (const index of indexes.slice(0, 500)) {
    const card = book.at(index)
    const lists = [
      card.orders.value.map((order) => order.orderedAtMs),
      card.contacts.value.map((contact) => contact.atMs),
      card.notes.value.map((note) => note.atMs),
    ]
    expect(lists).toEqual(lists.map((list) => [...list].sort((a, b) => b - a)))
    expect(Math.max(0, ...lists.flat())).toBeLessThanOrEqual(nowMs)
  }
})

test('both scripts, all priorities and empty blocks are there', () => {
  const cards = indexes.slice(0, 2_000).map((index) => book.at(index))
  const persian = cards.filter((card) => /[\u0600-\u06ff]/.test(card.name)).length
  expect(persian / cards.length).toBeGreaterThan(0.5)
  expect(persian / cards.length).toBeLessThan(0.8)
  expect(new Set(cards.map((card) => card.priority))).toEqual(new Set(['normal', 'high', 'vip']))
  expect(cards.some((card) => card.openIssue.value === null)).toBe(true)
  expect(cards.some((card) => card.orders.value.length === 0)).toBe(true)
})

test('strangers are in no book, and their numbers are valid', () => {
  const known = new Set(indexes.map((index) => book.numberAt(index)))
  for (let draw = 0; draw < 1_000; draw++) {
    const number = strangerNumber(draw, 7)
    expect(known.has(number)).toBe(false)
    expect(parsePhoneNumberFromString(number)?.isValid()).toBe(true)
  }
})

describe('what is no book or no customer', () => {
  test.each([0, -1, 1.5, 10_000_001])('a book of %d is refused', (size) => {
    expect(() => createCustomerBook({ seed: 1, size, nowMs })).toThrow(RangeError)
  })
  test.each([-1, 50_000, 0.5])('customer %d is refused', (index) => {
    expect(() => book.at(index)).toThrow(RangeError)
  })
})
