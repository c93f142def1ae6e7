/** Proves that one page at a time has the phone, and that it never leaves a call. */
import { expect, test } from 'vitest'
import { failed } from '#contract/failure'
import {
  busyReported,
  createSeatKeeper,
  emptySeat,
  pageClosed,
  pageOpened,
  takePhone,
} from '#main/desk/phoneSeat'

const two = pageOpened(pageOpened(emptySeat, 'a'), 'b')

test('the first page has the phone, the second does not', () => {
  expect(two).toEqual({ pages: ['a', 'b'], holder: 'a', isBusy: false })
})

test('the phone moves on request, but not away from a call', () => {
  expect(takePhone(two, 'b')).toEqual({ ok: true, value: { ...two, holder: 'b' } })
  expect(takePhone(busyReported(two, 'a', true), 'b')).toEqual(failed('wrong-state'))
  expect(takePhone(busyReported(two, 'b', true), 'b').ok).toBe(true)
})

test('a page that does not watch the seat cannot take it', () => {
  expect(takePhone(two, 'c')).toEqual(failed('not-found'))
})

test('a holder that leaves, even in a call, passes the phone to the oldest page', () => {
  expect(pageClosed(busyReported(two, 'a', true), 'a')).toEqual({
    pages: ['b'],
    holder: 'b',
    isBusy: false,
  })
  expect(pageClosed(pageClosed(two, 'a'), 'b')).toEqual(emptySeat)
})

test('every change is told, and nothing else', () => {
  const seats = createSeatKeeper()
  let told = 0
  const stop = seats.onChange(() => {
    told += 1
  })
  const leave = seats.open('a')
  expect(seats.holds('a')).toBe(true)
  seats.reportBusy('b', true)
  expect(told).toBe(1)
  leave()
  expect(seats.holds('a')).toBe(false)
  stop()
  seats.open('b')
  expect(told).toBe(2)
})
