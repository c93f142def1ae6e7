/** Judges the sound of a call over its last seconds. */
import { toMos } from '#renderer/phone/quality/eModel'
import type { SoundSample } from '#renderer/phone/quality/soundSample'

/** One direction of a call. */
export interface WayQuality {
  readonly mos: number
  /** 0 to 100. */
  readonly lossPercent: number
  readonly jitterMs: number
}

export interface CallQuality {
  /** Of the worse direction, 1 to 4.5. */
  readonly mos: number
  readonly heard: WayQuality
  /** What the other side tells; null where it tells nothing. */
  readonly spoken: WayQuality | null
  /** null before it was measured. */
  readonly roundTripMs: number | null
  readonly codec: string | null
}

/** How many samples are looked at: long enough to be calm, short enough to be now. */
export const qualitySamples = 10

/** The samples with one more, and not more than are looked at. */
export function withSample(samples: readonly SoundSample[], sample: SoundSample): readonly SoundSample[] {
  return [...samples, sample].slice(-qualitySamples)
}

/** null until two samples tell of packets that came. */
export function toCallQuality(samples: readonly SoundSample[]): CallQuality | null {
  const [first] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return null
  const received = last.received - first.received
  const lost = Math.max(0, last.lost - first.lost)
  if (received <= 0) return null
  const roundTripMs = last.roundTripMs
  const codec = last.codec
  const toWay = (lossPercent: number, jitterMs: number): WayQuality => ({
    mos: toMos({ lossPercent, jitterMs, roundTripMs: roundTripMs ?? 0, codec }),
    lossPercent,
    jitterMs,
  })
  const heard = toWay((lost / (received + lost)) * 100, mean(samples.map(({ jitterMs }) => jitterMs)))
  const spoken = last.far === null ? null : toWay(meanOfFar(samples), last.far.jitterMs)
  return { mos: Math.min(heard.mos, spoken?.mos ?? heard.mos), heard, spoken, roundTripMs, codec }
}

function meanOfFar(samples: readonly SoundSample[]): number {
  return mean(samples.flatMap(({ far }) => (far === null ? [] : [far.lossPercent])))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
