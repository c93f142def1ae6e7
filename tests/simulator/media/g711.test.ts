/** G.711 against known values and against its own promise: small error, sign kept, order kept. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeG711, encodeG711, type G711Law } from '#simulator/media/g711'

const encodeOne = (law: G711Law, sample: number) => encodeG711(law, Int16Array.of(sample))[0] ?? -1
const decodeOne = (law: G711Law, byte: number) => decodeG711(law, Uint8Array.of(byte))[0] ?? Number.NaN

test.each([
  ['pcmu', 0, 0xff],
  ['pcmu', 32_767, 0x80],
  ['pcmu', -32_768, 0x00],
  ['pcmu', 1000, 0xce],
  ['pcma', 0, 0xd5],
  ['pcma', 32_767, 0xaa],
  ['pcma', -32_768, 0x2a],
  ['pcma', 1000, 0xfa],
] as const)('%s writes %i as the standard does', (law, sample, byte) => {
  expect(encodeOne(law, sample)).toBe(byte)
})

test.each([
  ['pcmu', 0x00, -32_124],
  ['pcmu', 0x80, 32_124],
  ['pcmu', 0xff, 0],
  ['pcma', 0xaa, 32_256],
  ['pcma', 0x2a, -32_256],
  ['pcma', 0xd5, 8],
] as const)('%s reads 0x%s as the standard does', (law, byte, sample) => {
  expect(decodeOne(law, byte)).toBe(sample)
})

test.each(['pcmu', 'pcma'] as const)('%s keeps every byte over decoding and encoding', (law) => {
  for (let byte = 0; byte < 256; byte++) {
    const sample = decodeOne(law, byte)
    expect(decodeOne(law, encodeOne(law, sample))).toBe(sample)
  }
})

test.each(['pcmu', 'pcma'] as const)('%s is never off by more than its step', (law) => {
  fc.assert(
    fc.property(fc.integer({ min: -32_635, max: 32_635 }), (sample) => {
      const error = Math.abs(decodeOne(law, encodeOne(law, sample)) - sample)
      return error <= Math.max(16, Math.abs(sample) / 16)
    }),
  )
})
