/** Hostile text is made safe, honest text stays as it is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxNameLength, toDialString, toDisplayText } from '#contract/text'

test.each([
  ['Mina Rahimi', 'Mina Rahimi'],
  ['می‌خواهم', 'می‌خواهم'],
  ['👩‍💻 Ada', '👩‍💻 Ada'],
  ['<b>bold</b>', '<b>bold</b>'],
  ['  many   spaces\t\r\nand lines ', 'many spaces and lines'],
  ['abc\u202Egnp.exe', 'abc gnp.exe'],
  ['\u2066hidden\u2069 \u200Bzero\uFEFF', 'hidden zero'],
  ['nul\u0000 bell\u0007', 'nul bell'],
  ['', ''],
])('%j is shown as %j', (raw, shown) => {
  expect(toDisplayText(raw)).toBe(shown)
})

test('a name of 10,000 characters is cut with an ellipsis, never in the middle of a character', () => {
  const cut = toDisplayText('😀'.repeat(10_000))
  expect(Array.from(cut).length).toBe(maxNameLength)
  expect(cut.endsWith('😀…')).toBe(true)
})

test('whatever comes, what is shown is short and holds nothing invisible', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
      const shown = toDisplayText(raw)
      expect(Array.from(shown).length).toBeLessThanOrEqual(maxNameLength)
      expect(shown).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/u)
      expect(toDisplayText(shown)).toBe(shown)
    }),
  )
})

test.each([
  ['+98 (912) 345-6789', '+989123456789'],
  ['۰۹۱۲۳۴۵۶۷۸۹', '09123456789'],
  ['٠٩١٢', '0912'],
  ['*45#', '*45#'],
  ['<unknown>', ''],
  [`1${'0'.repeat(100)}`, `1${'0'.repeat(31)}`],
])('%j is dialled as %j', (raw, dialled) => {
  expect(toDialString(raw)).toBe(dialled)
})
