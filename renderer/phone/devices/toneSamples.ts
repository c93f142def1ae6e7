/** Draws the tones of a telephone line (ITU-T E.180) as samples. */

export interface LineTone {
  readonly hz: number
  /** From 0 to 1. */
  readonly level: number
  /** Sound and silence in turn, in seconds, sound first; the whole is one turn of the tone. */
  readonly cadenceSeconds: readonly number[]
}

/** One second in five, as most of the world rings; at the level of a network's own. */
export const ringbackTone: LineTone = { hz: 425, level: 0.12, cadenceSeconds: [1, 4] }
/** Two short notes every eight seconds, soft enough to talk over. */
export const waitingTone: LineTone = { hz: 425, level: 0.08, cadenceSeconds: [0.2, 0.2, 0.2, 7.4] }
/** Says that the next one heard is a caller. */
export const beepTone: LineTone = { hz: 880, level: 0.15, cadenceSeconds: [0.18] }

/** Edges of a note, so that it does not click. */
const edgeSeconds = 0.01

/** One turn as samples from -1 to 1. */
export function toToneSamples(tone: LineTone, sampleRateHz: number): Float32Array<ArrayBuffer> {
  const total = tone.cadenceSeconds.reduce((sum, seconds) => sum + seconds, 0)
  const samples = new Float32Array(Math.round(total * sampleRateHz))
  let first = 0
  tone.cadenceSeconds.forEach((seconds, turn) => {
    const count = Math.round(seconds * sampleRateHz)
    if (turn % 2 === 0) addNote(samples, tone, sampleRateHz, first, Math.min(count, samples.length - first))
    first += count
  })
  return samples
}

function addNote(samples: Float32Array, tone: LineTone, rate: number, first: number, count: number): void {
  const edge = edgeSeconds * rate
  for (let i = 0; i < count; i += 1) {
    const envelope = Math.min(1, i / edge, (count - i) / edge)
    samples[first + i] = Math.sin((2 * Math.PI * tone.hz * i) / rate) * tone.level * envelope
  }
}
