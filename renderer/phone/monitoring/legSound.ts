/**
 * The sound of all monitoring legs: the silence they send, the places in the stereo field they are heard at, and how
 * loud each is.
 */

import { toLevelDb, toMeter } from '#renderer/phone/devices/soundMeter'
import { pullSound } from '#renderer/phone/media/pullSound'
import type { StereoPlace } from '#renderer/phone/monitoring/stereoPlaces'

export interface LegEar {
  place(place: StereoPlace): void
  /** From 0 to 1, see `toMeterLevel`. */
  level(): number
  close(): void
}

export interface LegSound {
  /** A track that is silent and yet sends packets all the time: a switch cuts a leg that sends nothing. */
  readonly silence: MediaStreamTrack
  listen(remote: MediaStream): LegEar
  /** How loud the microphone is. */
  measure(track: MediaStreamTrack): Pick<LegEar, 'level' | 'close'>
  /** null for the system's default. */
  route(deviceId: string | null): void
  close(): void
}

/** Chromium routes an AudioContext to a device; the type library does not know it yet. */
interface RoutableAudioContext extends AudioContext {
  setSinkId?(id: string): Promise<void>
}

/** Below this a meter shows nothing. */
/** A change of place is heard as a move and not as a click. */
const moveSeconds = 0.03

/** `report` receives what the sound card refuses. */
export function createLegSound(report: (error: unknown) => void): LegSound {
  const context: RoutableAudioContext = new AudioContext({ latencyHint: 'interactive' })
  context.resume().catch(report)
  const silence = createSilence(context)
  return {
    silence,
    listen: (remote) => listen(context, remote, report),
    measure: (track) => measure(context, context.createMediaStreamSource(new MediaStream([track]))),
    route(deviceId) {
      context.setSinkId?.(deviceId ?? '').catch(report)
    },
    close() {
      silence.stop()
      context.close().catch(report)
    },
  }
}

/** Far below the smallest step of 16-bit sound: silence, and yet something that a browser goes on sending. */
const inaudible = 1e-7

function createSilence(context: AudioContext): MediaStreamTrack {
  const destination = context.createMediaStreamDestination()
  const source = new ConstantSourceNode(context, { offset: inaudible })
  source.connect(destination)
  source.start()
  const [track] = destination.stream.getAudioTracks()
  if (track === undefined) throw new Error('The browser made no silent track')
  return track
}

function listen(context: AudioContext, remote: MediaStream, report: (error: unknown) => void): LegEar {
  const stopPulling = pullSound(remote, report)
  const source = context.createMediaStreamSource(remote)
  const meter = measure(context, source)
  const gain = context.createGain()
  const panner = context.createStereoPanner()
  source.connect(gain).connect(panner).connect(context.destination)
  return {
    place({ pan, gainDb }) {
      gain.gain.setTargetAtTime(10 ** (gainDb / 20), context.currentTime, moveSeconds)
      panner.pan.setTargetAtTime(pan, context.currentTime, moveSeconds)
    },
    level: meter.level,
    close() {
      meter.close()
      panner.disconnect()
      gain.disconnect()
      stopPulling()
    },
  }
}

function measure(context: AudioContext, source: MediaStreamAudioSourceNode): Pick<LegEar, 'level' | 'close'> {
  const analyser = new AnalyserNode(context, { fftSize: 1024 })
  const wave = new Float32Array(analyser.fftSize)
  source.connect(analyser)
  return {
    level() {
      analyser.getFloatTimeDomainData(wave)
      return toMeterLevel(wave)
    },
    close: () => source.disconnect(),
  }
}

/** The mean level of a wave from −1 to 1, as a meter shows it. */
export function toMeterLevel(wave: Float32Array): number {
  return toMeter(toLevelDb(wave))
}
