/** A mouth that speaks recorded sound, one piece after another, and is silent between. */
import { type Frame, frameSamples, type Mouth } from '#simulator/telephony'

export interface VoiceMouth extends Mouth {
  /** Speaks `samples` (8 kHz mono) after what is still to be said. */
  say(samples: Int16Array): void
  /** Falls silent at once and forgets what was still to be said. */
  hush(): void
  isSpeaking(): boolean
}

export function createVoiceMouth(): VoiceMouth {
  let pieces: Int16Array[] = []
  let spoken = 0
  const speak = (): Frame | null => {
    const piece = pieces[0]
    if (piece === undefined) return null
    const frame = new Int16Array(frameSamples)
    frame.set(piece.subarray(spoken, spoken + frameSamples))
    spoken += frameSamples
    if (spoken >= piece.length) {
      pieces.shift()
      spoken = 0
    }
    return frame
  }
  return {
    speak,
    say(samples) {
      if (samples.length > 0) pieces.push(samples)
    },
    hush() {
      pieces = []
      spoken = 0
    },
    isSpeaking: () => pieces.length > 0,
  }
}
