/** What of a written line can be called: nothing of the line is lost, and no piece of a longer number is a number. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultDialRules } from '#contract/dialRules'
import { toDialled } from '#renderer/phone/dialling/dialRules'
import { findNumbersIn } from '#renderer/state/phone/numbersInText'

const judge = (text: string) =>
  toDialled(text, { ...defaultDialRules, country: 'IR', isExtension: () => false })
const numbersIn = (text: string) =>
  findNumbersIn(text, judge).flatMap(({ number }) => (number === null ? [] : [number]))

test.each([
  ['call 0912 345 6789 please', ['0912 345 6789']],
  ['۰۹۱۲۳۴۵۶۷۸۹ یا +98 21 8812 3456', ['۰۹۱۲۳۴۵۶۷۸۹', '+98 21 8812 3456']],
  ['order 4471, 2026-11-23, ۱۴۰۵/۹/۲, 23.11.2026, 12:30', []],
  ['IR820540102680020817909002', []],
  ['4111111111111111111', []],
  ['sara0912345678', []],
  ['', []],
])('in %j', (text, numbers) => {
  expect(numbersIn(text)).toEqual(numbers)
})

test('whatever is written comes back whole, in order', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('0', '9', '۱', '+', ' ', '-', 'a', 'م', '(', '\n', '1') }),
      (text) => {
        expect(
          findNumbersIn(text, judge)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      },
    ),
  )
})
