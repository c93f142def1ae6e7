/** Pressed keys out of RTP telephone events, with ends lost, doubled and interleaved. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDtmfReader } from '#simulator/media/dtmfEvents'

const event = (code: number, duration: number, end = false) =>
  Uint8Array.of(code, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff)

function read() {
  const digits: string[] = []
  return { digits, reader: createDtmfReader((digit, ms) => digits.push(`${digit}:${ms}`)) }
}

test('one press is told once, at its first end', () => {
  const { digits, reader } = read()
  for (const duration of [160, 320]) reader.push({ timestamp: 10, payload: event(5, duration) })
  expect(digits).toEqual([])
  for (let i = 0; i < 3; i++) reader.push({ timestamp: 10, payload: event(5, 800, true) })
  reader.soundCame()
  expect(digits).toEqual(['5:100'])
})

test('an end that was lost is made up for by sound or by the next key', () => {
  const { digits, reader } = read()
  reader.push({ timestamp: 10, payload: event(11, 160) })
  reader.soundCame()
  reader.push({ timestamp: 20, payload: event(0, 320) })
  reader.push({ timestamp: 30, payload: event(15, 160, true) })
  expect(digits).toEqual(['#:20', '0:40', 'D:20'])
})

test('other events and broken packets are no keys', () => {
  const { digits, reader } = read()
  reader.push({ timestamp: 1, payload: event(16, 160, true) })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3 }), (payload) => {
      reader.push({ timestamp: 2, payload })
    }),
  )
  expect(digits).toEqual([])
})
