/** WAV files written and read again, and the ones refused. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatWav, parseWav } from '#simulator/media/wavFile'

const sound = Int16Array.of(0, 1, -1, 32_767, -32_768)

test('what is written is read', () => {
  expect(parseWav(formatWav(sound))).toEqual({ ok: true, samples: sound })
})

test('chunks between are skipped, odd lengths padded', () => {
  const file = formatWav(sound)
  const extra = new Uint8Array([...'LIST'].map((c) => c.charCodeAt(0)).concat([3, 0, 0, 0, 1, 2, 3, 0]))
  const longer = new Uint8Array(file.length + extra.length)
  longer.set(file.subarray(0, 36))
  longer.set(extra, 36)
  longer.set(file.subarray(36), 36 + extra.length)
  expect(parseWav(longer)).toEqual({ ok: true, samples: sound })
})

test.each([
  ['not PCM', 20, 3],
  ['not mono', 22, 2],
  ['not 8000 Hz', 24, 0],
  ['not 16 bits a sample', 34, 8],
] as const)('%s is refused', (reason, offset, value) => {
  const file = formatWav(sound)
  file[offset] = value
  expect(parseWav(file)).toEqual({ ok: false, reason })
})

test('a file cut short gives what is there, and no bytes at all are an answer', () => {
  expect(parseWav(formatWav(sound).subarray(0, 50))).toEqual({ ok: true, samples: sound.subarray(0, 3) })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => parseWav(bytes).ok === false))
  fc.assert(
    fc.property(fc.nat(60), fc.nat(255), (at, value) => {
      const file = formatWav(sound)
      file[at] = value
      expect(() => parseWav(file)).not.toThrow()
    }),
  )
})
