/** The coder of the test phones against what codec_g722 of Asterisk 22 made of the same sound (`file convert`). */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { toneLevelDb } from '#simulator/media/toneLevel'
import { frameSamples } from '#simulator/telephony'
import { createG722Decoder, createG722Encoder } from '#tests/support/sip/g722'
import { codecLines, createTone, createVoiceCodec } from '#tests/support/sip/voiceCodec'

const seconds = 2
const sampleRateHz = 16_000
const sine = (i: number, hz: number) => Math.sin((2 * Math.PI * hz * i) / sampleRateHz)

/** A second of a tone in each half of the spectrum, then one of noise (Lehmer, MINSTD). */
function makeSound(): Int16Array {
  let seed = 1
  return Int16Array.from({ length: seconds * sampleRateHz }, (_, i) => {
    if (i < sampleRateHz) return Math.round(6000 * sine(i, 660) + 3000 * sine(i, 5100))
    seed = (seed * 48_271) % 2_147_483_647
    return (seed % 16_001) - 8000
  })
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('every byte is that of another coder, and so is every sample', () => {
  const bytes = createG722Encoder().encode(makeSound())
  expect(digest(bytes)).toBe('3dd009ab463949e1e8058e7795437f9f6d10c65984a5fb02ae8ee5dc9eff23c0')
  const samples = createG722Decoder().decode(bytes)
  expect(digest(new Uint8Array(samples.buffer))).toBe(
    'a282b2e4275a7174c1278d4adec9f2ab47986d670854e3943406b83d8b76c2e8',
  )
})

test.each(['pcmu', 'pcma', 'g722', 'opus'] as const)('%s: a tone comes back as loud, and alone', (name) => {
  const [mouth, ear] = [createVoiceCodec(name), createVoiceCodec(name)]
  const tone = createTone(660, -10, codecLines[name].sampleRateHz)
  const heard: number[] = []
  for (let i = 0; i < 50; i += 1) {
    const frame = ear.decode(mouth.encode(tone()))
    expect(frame).toHaveLength(frameSamples)
    if (i >= 40) heard.push(...frame)
  }
  expect(toneLevelDb(heard, 660)).toBeCloseTo(-10, 0)
  for (const other of [440, 880]) expect(toneLevelDb(heard, other)).toBeLessThan(-60)
  mouth.close()
  ear.close()
})
