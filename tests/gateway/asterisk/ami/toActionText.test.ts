/** Actions as text: whatever a value holds, it stays one line. */
import { expect, test } from 'vitest'
import { maxLineBytes, toActionText } from '#gateway/asterisk/ami/toActionText'

test('keys may repeat and keep their order', () => {
  expect(
    toActionText('Originate', 'x-1', [
      ['Variable', 'A=1'],
      ['Variable', 'B=2'],
      ['Async', true],
    ]),
  ).toBe('Action: Originate\r\nActionID: x-1\r\nVariable: A=1\r\nVariable: B=2\r\nAsync: true\r\n\r\n')
})

test('no value begins another line', () => {
  const text = toActionText('Setvar', 'x-1', [['Value', 'a\r\nAction: Hangup\r\n\r\n\u0000b']])
  expect(text).toBe('Action: Setvar\r\nActionID: x-1\r\nValue: aAction: Hangupb\r\n\r\n')
})

test('what Asterisk would refuse is not sent', () => {
  const room = maxLineBytes - 'Value: '.length
  expect(toActionText('Setvar', 'x-1', [['Value', 'a'.repeat(room)]])).not.toBeNull()
  expect(toActionText('Setvar', 'x-1', [['Value', 'a'.repeat(room + 1)]])).toBeNull()
  expect(toActionText('Setvar', 'x-1', [['Value', 'ث'.repeat(room / 2 + 1)]])).toBeNull()
  const many = Array.from({ length: 127 }, (): [string, string] => ['Variable', 'a=1'])
  expect(toActionText('Originate', 'x-1', many)).toBeNull()
})
