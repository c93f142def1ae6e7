/** A mouth that speaks one pure tone for ever: who is heard by whom can then be measured. */
import { type Frame, frameSamples, type Mouth, sampleRateHz } from '#simulator/telephony'

/** `level` in dBFS of the sine's peak, 0 or less; frequency below 4000 Hz. */
export function createToneMouth(frequencyHz: number, level: number): Mouth {
  const amplitude = 32_767 * 10 ** (level / 20)
  const step = (2 * Math.PI * frequencyHz) / sampleRateHz
  let spoken = 0
  return {
    speak(): Frame {
      const from = spoken
      spoken += frameSamples
      return Int16Array.from({ length: frameSamples }, (_, i) =>
        Math.round(amplitude * Math.sin(step * (from + i))),
      )
    },
  }
}
