/** Measures how loud one tone is in a piece of sound (Goertzel), to tell whose voice is in it. */
import { sampleRateHz } from '#simulator/telephony'

/** What silence measures. */
export const silenceDb = -120

/**
 * Peak level of the sine at `frequencyHz` in dBFS: 0 is full scale, `silenceDb` is nothing. One 20 ms frame tells
 * tones 150 Hz apart from each other; longer pieces tell closer ones.
 */
export function toneLevelDb(samples: ArrayLike<number>, frequencyHz: number): number {
  const count = samples.length
  if (count === 0) return silenceDb
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz)
  let last = 0
  let beforeLast = 0
  for (let i = 0; i < count; i++) {
    // A Hann window keeps a loud tone from leaking into its neighbour's measure.
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count)
    const next = (samples[i] ?? 0) * window + coefficient * last - beforeLast
    beforeLast = last
    last = next
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast
  const amplitude = (4 * Math.sqrt(Math.max(0, power))) / count
  return Math.max(silenceDb, 20 * Math.log10(amplitude / 32_767 || Number.MIN_VALUE))
}
