/** What a person types, pastes or clicks becomes what goes on the wire, whatever stands around it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DialRules } from '#contract/dialRules'
import { type DialPlan, toDialled } from '#renderer/phone/dialling/dialRules'

function planOf(rules: Partial<DialRules> = {}, extensions: readonly string[] = []): DialPlan {
  const { country, ...rest } = DialRules.parse(rules)
  return { ...rest, country: country ?? 'IR', isExtension: (number) => extensions.includes(number) }
}

const plain = planOf()
const wireOf = (text: string, plan = plain) => {
  const verdict = toDialled(text, plan)
  return verdict.ok ? verdict.wire : verdict.reason
}

test.each([
  ['09123456789', '+989123456789'],
  ['0912 345 6789', '+989123456789'],
  ['0912/345-6789', '+989123456789'],
  ['۰۹۱۲۳۴۵۶۷۸۹', '+989123456789'],
  ['٠٩١٢٣٤٥٦٧٨٩', '+989123456789'],
  ['+98 (0)912 345 6789', '+989123456789'],
  ['00989123456789', '+989123456789'],
  ['\u202a+98 912 345 6789\u202c', '+989123456789'],
  ['tel:+98-912-345-6789;ext=12', '+989123456789'],
  ['callto:%2B989123456789', '+989123456789'],
  ['sip:1001@pbx.example.test;user=phone', '1001'],
  ['ext. 12 / 0912 345 6789', '+989123456789'],
  ['تلفن: ۰۲۱-۹۱۰۰۱۲۳۴ داخلی ۱۲', '+982191001234'],
  ['Mina Rahimi <+44 20 7946 0958>, room 4', '+442079460958'],
  ['+1 650-253-0000', '+16502530000'],
  ['1-650-FLOWERS', '16503569377'],
  ['داخلی ۲۰۱', '201'],
  ['۱۰۰۱', '1001'],
  ['*98', '*98'],
  ['#31#', '#31#'],
  ['*21*09123456789#', '*21*09123456789#'],
])('%s is dialled as %s', (text, wire) => {
  expect(wireOf(text)).toBe(wire)
})

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['Mina', 'no-number'],
  ['+', 'no-number'],
  ['12345678901234567890', 'too-long'],
])('%j is refused: %s', (text, reason) => {
  expect(wireOf(text)).toBe(reason)
})

test('of two different numbers nothing is guessed; the same one twice is one', () => {
  expect(toDialled('0912 345 6789 or 0935 111 2222', plain)).toEqual({
    ok: false,
    reason: 'several',
    numbers: ['09123456789', '09351112222'],
  })
  expect(wireOf('0912 345 6789, +98 912 345 6789')).toBe('+989123456789')
})

test('an outside prefix stands before what leaves the house, and nothing else', () => {
  const site = planOf({ outsidePrefix: '9', internal: [{ from: '1000', to: '1999' }] })
  expect(wireOf('1001', site)).toBe('1001')
  expect(wireOf('+98 912 345 6789', site)).toBe('909123456789')
  expect(wireOf('+44 20 7946 0958', site)).toBe('900442079460958')
  expect(wireOf('115', site)).toBe('9115')
  expect(wireOf('*98', site)).toBe('*98')
})

test('who dials the prefix themselves does not dial it twice', () => {
  const site = planOf({ outsidePrefix: '9', internal: [{ from: '1000', to: '1999' }] })
  expect(wireOf('909123456789', site)).toBe('909123456789')
  expect(wireOf('900442079460958', site)).toBe('900442079460958')
  expect(wireOf('9115', site)).toBe('9115')
  // A mobile without its nought begins like the prefix, and is a whole number by itself.
  expect(wireOf('9123456789', site)).toBe('909123456789')
})

test('a trunk is given numbers as it wants them', () => {
  const trunk = planOf({ national: 'national', international: '00' })
  expect(wireOf('+989123456789', trunk)).toBe('09123456789')
  expect(wireOf('+442079460958', trunk)).toBe('00442079460958')
})

test('a number is one of the house by its range, or because somebody has it', () => {
  const site = planOf({ internal: [{ from: '200', to: '299' }] }, ['70000001'])
  expect(toDialled('250', site)).toMatchObject({ kind: 'internal', wire: '250' })
  expect(toDialled('70000001', site)).toMatchObject({ kind: 'internal', wire: '70000001' })
  expect(toDialled('300', site)).toMatchObject({ kind: 'service', wire: '300' })
  expect(toDialled('0250', site)).toMatchObject({ kind: 'service' })
})

test('a country nobody knows leaves national numbers as they are typed', () => {
  expect(wireOf('09123456789', planOf({ country: 'ZZ' }))).toBe('09123456789')
})

test('whatever is pasted, what is dialled is digits, plus, star and hash, and at most 32 of them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.stringMatching(/^[0-9+*#۰-۹ ()./;:,a-zA-Zض-ي-]{0,60}$/),
  )
  const plans = fc.constantFrom(
    plain,
    planOf({ outsidePrefix: '9' }),
    planOf({ national: 'national', international: '00' }),
    planOf({ outsidePrefix: '0', country: 'DE', internal: [{ from: '10', to: '99' }] }),
  )
  fc.assert(
    fc.property(text, plans, (pasted, plan) => {
      const verdict = toDialled(pasted, plan)
      if (!verdict.ok) {
        expect(verdict.numbers.length > 1).toBe(verdict.reason === 'several')
        return
      }
      expect(verdict.wire).toMatch(/^\+?[0-9*#]{1,32}$/)
      expect(verdict.number).toMatch(/^\+?[0-9*#]{1,32}$/)
    }),
    { numRuns: 600 },
  )
})

test('spaces, foreign digits and marks that show nothing change no number', () => {
  const digits = fc.stringMatching(/^(?:0912|0935|021)[0-9]{7}$/)
  const marks = fc.array(fc.constantFrom(' ', '-', '\u200e', '\u00a0', '.', '\u2011'), { maxLength: 12 })
  fc.assert(
    fc.property(digits, marks, fc.boolean(), (number, noise, isPersian) => {
      const written = isPersian
        ? number.replace(/[0-9]/g, (each) => String.fromCharCode(0x06f0 + Number(each)))
        : number
      const noisy = [...written].map((each, at) => each + (noise[at] ?? '')).join('')
      expect(wireOf(noisy)).toBe(wireOf(number))
    }),
  )
})

test('what was dialled once is dialled the same again', () => {
  const plans = fc.constantFrom(
    plain,
    planOf({ outsidePrefix: '9', internal: [{ from: '1000', to: '1999' }] }),
    planOf({ national: 'national', international: '00' }),
  )
  const numbers = fc.stringMatching(/^(?:0912[0-9]{7}|0021[0-9]{8}|\+44207[0-9]{7}|1[0-9]{3}|\*[0-9]{2})$/)
  fc.assert(
    fc.property(numbers, plans, (number, plan) => {
      const verdict = toDialled(number, plan)
      if (verdict.ok) expect(wireOf(verdict.wire, plan)).toBe(verdict.wire)
    }),
    { numRuns: 400 },
  )
})
