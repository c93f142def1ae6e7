/** Draws the ring: a soft two-note bell that repeats every four seconds. */

/** Length of one turn of the ring, silence included. */
export const ringSeconds = 4

/** When each note of the turn begins (seconds), and its pitch in hertz. */
const notes = [
  { atSeconds: 0, hz: 659.25 },
  { atSeconds: 0.22, hz: 880 },
  { atSeconds: 0.9, hz: 659.25 },
  { atSeconds: 1.12, hz: 880 },
]

/** Decay to a third each; long enough to sing, short enough to speak over. */
const decaySeconds = 0.35
/** A straight attack, so that the note does not click. */
const attackSeconds = 0.006
/** Peak of one note; two overlap and must stay under 1. */
const peak = 0.45

/** One turn of the ring as samples from -1 to 1. `sampleRateHz` is that of the sound card. */
export function toRingTone(sampleRateHz: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(ringSeconds * sampleRateHz))
  for (const note of notes) addNote(samples, sampleRateHz, note.atSeconds, note.hz)
  return samples
}

function addNote(samples: Float32Array, rate: number, atSeconds: number, hz: number): void {
  const first = Math.round(atSeconds * rate)
  const count = Math.min(samples.length - first, Math.round(rate * decaySeconds * 5))
  for (let i = 0; i < count; i += 1) {
    const t = i / rate
    const envelope = Math.min(1, t / attackSeconds) * Math.exp(-t / decaySeconds)
    // A bell's second partial lends the note an edge that small speakers carry.
    const wave = Math.sin(2 * Math.PI * hz * t) * 0.8 + Math.sin(4 * Math.PI * hz * t) * 0.2
    samples[first + i] = (samples[first + i] ?? 0) + wave * envelope * peak
  }
}
