/** A tone in place of the microphone, and an ear that knows it again. */

import type { Clock } from '#contract/time'
import { pullSound } from '#renderer/phone/media/pullSound'

export interface ProofTone {
  readonly track: MediaStreamTrack
  /** Listens to what comes back, unheard by the person; returns how to stop. */
  listenTo(remote: MediaStream): () => void
  /** Whether the tone is in what comes back now. */
  isHeard(): boolean
  close(): void
}

const toneHz = 1000
/** Of full scale: as loud as speech. */
const loudness = 0.25
/** Far below the tone as it comes back, far above what is left of it when nothing is sent. */
const heardDb = -60
/** Until the browser has opened the sound it was asked for. */
const opensWithinMs = 1000

/** null where the browser makes no sound yet, because nobody has clicked in the page. */
export async function createProofTone(clock: Clock): Promise<ProofTone | null> {
  const context = new AudioContext()
  let cancel: () => void = () => undefined
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(opensWithinMs, resolve)
  })
  await Promise.race([context.resume(), late])
  cancel()
  if (context.state !== 'running') {
    await context.close()
    return null
  }
  const oscillator = new OscillatorNode(context, { frequency: toneHz })
  const gain = new GainNode(context, { gain: loudness })
  const sent = context.createMediaStreamDestination()
  oscillator.connect(gain).connect(sent)
  oscillator.start()
  const [track] = sent.stream.getAudioTracks()
  if (track === undefined) throw new Error('The browser made a tone without a track')
  const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 })
  const spectrum = new Float32Array(analyser.frequencyBinCount)
  const bin = Math.round((toneHz * analyser.fftSize) / context.sampleRate)
  return {
    track,
    listenTo(remote) {
      const stopPulling = pullSound(remote, () => undefined)
      const source = context.createMediaStreamSource(remote)
      source.connect(analyser)
      return () => {
        source.disconnect()
        stopPulling()
      }
    },
    isHeard() {
      analyser.getFloatFrequencyData(spectrum)
      return (spectrum[bin] ?? Number.NEGATIVE_INFINITY) > heardDb
    },
    close() {
      track.stop()
      oscillator.stop()
      void context.close()
    },
  }
}
