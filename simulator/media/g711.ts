/** Turns 16-bit samples into G.711 bytes and back (ITU-T G.711, RTP payload types 0 and 8 of RFC 3551). */

/** µ-law (North America, Japan) or A-law (elsewhere). */
export type G711Law = 'pcmu' | 'pcma'

export function encodeG711(law: G711Law, samples: Int16Array): Uint8Array {
  const encodeSample = law === 'pcmu' ? encodeMuLaw : encodeALaw
  return Uint8Array.from(samples, encodeSample)
}

export function decodeG711(law: G711Law, bytes: Uint8Array): Int16Array {
  const table = law === 'pcmu' ? muLawSamples : aLawSamples
  const samples = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = table[bytes[i] ?? 0] ?? 0
  return samples
}

/** Added before the logarithm is taken, so that the first segment is linear too. */
const muLawBias = 0x84
const muLawClip = 32_635

function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), muLawClip) + muLawBias
  const segment = 24 - Math.clz32(magnitude)
  const step = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | step) & 0xff
}

function decodeMuLaw(byte: number): number {
  const inverted = ~byte & 0xff
  const magnitude = ((((inverted & 0x0f) << 3) + muLawBias) << ((inverted & 0x70) >> 4)) - muLawBias
  return inverted & 0x80 ? -magnitude : magnitude
}

/** A-law inverts every second bit on the line; with the sign bit set for positive samples. */
const aLawPositive = 0xd5
const aLawNegative = 0x55

function encodeALaw(sample: number): number {
  const mask = sample < 0 ? aLawNegative : aLawPositive
  const magnitude = (sample < 0 ? -sample - 1 : sample) >> 3
  const segment = Math.max(0, 27 - Math.clz32(magnitude))
  const step = (magnitude >> Math.max(1, segment)) & 0x0f
  return ((segment << 4) | step) ^ mask
}

function decodeALaw(byte: number): number {
  const inverted = byte ^ aLawNegative
  const segment = (inverted & 0x70) >> 4
  const step = (inverted & 0x0f) << 4
  const magnitude = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1)
  return inverted & 0x80 ? magnitude : -magnitude
}

const muLawSamples = Int16Array.from({ length: 256 }, (_, byte) => decodeMuLaw(byte))
const aLawSamples = Int16Array.from({ length: 256 }, (_, byte) => decodeALaw(byte))
