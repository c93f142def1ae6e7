/** Measures how loud a track is, without letting anyone hear it. */
import { createSilentContext } from '#renderer/phone/devices/routableContext'

export interface SoundMeter {
  /** The mean level of the last 20 ms, dB of full scale; −Infinity for digital silence. */
  levelDb(): number
  close(): void
}

/** The track stays its owner's; `report` receives what the browser refuses. */
export function createSoundMeter(track: MediaStreamTrack, report: (error: unknown) => void): SoundMeter {
  const context = createSilentContext()
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = new AnalyserNode(context, { fftSize: 1024 })
  const wave = new Float32Array(analyser.fftSize)
  source.connect(analyser)
  context.resume().catch(report)
  return {
    levelDb() {
      analyser.getFloatTimeDomainData(wave)
      return toLevelDb(wave)
    },
    close() {
      source.disconnect()
      context.close().catch(report)
    },
  }
}

/** The mean level of a wave from −1 to 1. */
export function toLevelDb(wave: Float32Array): number {
  const power = wave.reduce((sum, value) => sum + value * value, 0) / Math.max(1, wave.length)
  return 10 * Math.log10(power)
}

const meterFloorDb = -60

/** From 0 at −60 dB of full scale to 1 at full scale, even in decibels. */
export function toMeter(levelDb: number): number {
  return Math.min(1, Math.max(0, 1 - levelDb / meterFloorDb))
}
