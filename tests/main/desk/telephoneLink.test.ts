/** Links of other programs: what is a number is read, whatever else stands in one is refused, and nothing throws. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LinkNumber } from '#contract/shell'
import { findTelephoneLink, parseTelephoneLink } from '#main/desk/telephoneLink'

test.each([
  ['tel:02112345678', '02112345678'],
  ['TEL:+98-21-1234-5678', '+982112345678'],
  ['tel:+98%2021%2012345678', '+982112345678'],
  ['tel:%2B982112345678', '+982112345678'],
  ['tel:(021)%201234.5678', '02112345678'],
  ['tel:۰۲۱۱۲۳۴۵۶۷۸', '02112345678'],
  ['tel://02112345678/', '02112345678'],
  ['callto:+982112345678', '+982112345678'],
  ['callto://101', '101'],
  ['sip:101@pbx.example', '101'],
  ['sip:+982112345678@192.0.2.7:5061', '+982112345678'],
  ['sip:101@[2001:db8::1]', '101'],
  ['najva:call/02112345678', '02112345678'],
  ['najva://call/02112345678', '02112345678'],
])('%s calls %s', (text, number) => {
  expect(parseTelephoneLink(text)).toEqual({ number, extension: null })
})

test('an extension is kept apart from the number', () => {
  expect(parseTelephoneLink('tel:+982112345678;ext=12')).toEqual({ number: '+982112345678', extension: '12' })
  expect(parseTelephoneLink('tel:02112345678%3Bext%3D12')).toEqual({ number: '02112345678', extension: '12' })
})

describe('refused', () => {
  test.each([
    '',
    'tel:',
    'tel:0',
    'tel:+0211234567',
    'tel:+1234567890123456',
    `tel:${'1'.repeat(16)}`,
    `tel:${'1'.repeat(5000)}`,
    // Could divert or unlock something.
    'tel:**21*02112345678%23',
    'tel:*98',
    'tel:%2A%2306%23',
    'tel:0211234,,5678',
    'tel:0211234p5678',
    // Would change who is called, or calls several.
    'tel:1234;phone-context=+98',
    'tel:02112345678;ext=1;ext=2',
    'tel:02112345678;ext=',
    'tel:02112345678;ext=%2A21%23',
    'tel:02112345678;isub=1',
    'tel:02112345678?call',
    'tel:02112345678%0A09121112233',
    'tel:02112345678\n09121112233',
    'tel:021123 45678 or 09121112233',
    // Invisible and turning signs: what is read would not be what is called.
    'tel:\u202e87654321120',
    'tel:021\u200b12345678',
    'tel:%E2%80%AE87654321120',
    'tel:٠٢١\u2066123',
    // Encoded twice, wrongly, or not at all what it says.
    'tel:%252B982112345678',
    'tel:%zz',
    'tel:%00021',
    'sip:sara@pbx.example',
    'sip:101:secret@pbx.example',
    'sip:101@pbx.example;transport=tcp',
    'sip:101@pbx.example?Replaces=abc',
    'sip:101',
    'sip:101@',
    'sip:101@a@b',
    'sips:101@pbx.example',
    'callto:skype.name',
    'najva:02112345678',
    'najva:settings/reset',
    'najva:call/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://evil.example/tel:101',
    'tel',
    '--tel:101',
    '101',
  ])('%s', (text) => {
    expect(parseTelephoneLink(text)).toBeNull()
  })
})

test('no text throws, and whatever is read is a number and nothing else', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('%', '+', ';ext=', '@', '..', '1', '۲'),
  )
  const links = fc
    .tuple(fc.constantFrom('tel:', 'callto:', 'sip:', 'najva:call/', ''), fc.array(part))
    .map(([scheme, parts]) => scheme + parts.join(''))
  fc.assert(
    fc.property(links, (text) => {
      const read = parseTelephoneLink(text)
      if (read === null) return
      expect(LinkNumber.safeParse(read.number).success).toBe(true)
      expect(read.extension ?? '0').toMatch(/^[0-9]{1,10}$/)
    }),
    { numRuns: 2000, seed: 7 },
  )
})

test('among the words of a command line only the last can be a link', () => {
  expect(findTelephoneLink(['najva.exe', '--', 'tel:101'])).toEqual({ number: '101', extension: null })
  expect(findTelephoneLink(['najva.exe', 'tel:101', '--allow-file-access'])).toBeNull()
  expect(findTelephoneLink([])).toBeNull()
})
