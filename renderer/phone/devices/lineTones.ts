/** The tones the phone makes itself, in the agent's ear: ringback, call waiting, and the beep of an automatic answer. */
import type { RoutableAudioContext } from '#renderer/phone/devices/routableContext'
import {
  beepTone,
  type LineTone,
  ringbackTone,
  toToneSamples,
  waitingTone,
} from '#renderer/phone/devices/toneSamples'

export interface LineTones {
  /** Sounds over and over until another is asked for, or null. Asking for the one that sounds changes nothing. */
  play(tone: 'ringback' | 'waiting' | null): void
  beep(): void
  /** null for the system's default. */
  route(deviceId: string | null): void
  close(): void
}

const tones: Readonly<Record<'ringback' | 'waiting', LineTone>> = {
  ringback: ringbackTone,
  waiting: waitingTone,
}

export function createLineTones(report: (error: unknown) => void): LineTones {
  let context: RoutableAudioContext | null = null
  let deviceId = ''
  const drawn = new Map<LineTone, AudioBuffer>()
  let playing: { readonly name: string; readonly source: AudioBufferSourceNode } | null = null

  // Opened when the first tone is needed: an open sound card keeps the machine awake.
  const open = (): RoutableAudioContext => {
    if (context !== null) return context
    context = new AudioContext({ latencyHint: 'interactive' })
    context.setSinkId?.(deviceId).catch(report)
    return context
  }
  /** Each is drawn once, for the rate of this sound card: eight seconds of samples are no work for the moment of a ring. */
  const draw = (on: RoutableAudioContext, tone: LineTone): AudioBuffer => {
    const kept = drawn.get(tone)
    if (kept !== undefined) return kept
    const samples = toToneSamples(tone, on.sampleRate)
    const buffer = on.createBuffer(1, samples.length, on.sampleRate)
    buffer.copyToChannel(samples, 0)
    drawn.set(tone, buffer)
    return buffer
  }
  const sound = (tone: LineTone, loops: boolean): AudioBufferSourceNode => {
    const on = open()
    on.resume().catch(report)
    const source = on.createBufferSource()
    source.buffer = draw(on, tone)
    source.loop = loops
    source.connect(on.destination)
    source.start()
    source.addEventListener('ended', rest)
    return source
  }
  /** Nothing sounds: the sound card is let go. */
  const rest = () => {
    if (playing === null) context?.suspend().catch(report)
  }
  return {
    play(tone) {
      if ((playing?.name ?? null) === tone) return
      playing?.source.stop()
      playing = tone === null ? null : { name: tone, source: sound(tones[tone], true) }
    },
    beep: () => void sound(beepTone, false),
    route(id) {
      if ((id ?? '') === deviceId) return
      deviceId = id ?? ''
      context?.setSinkId?.(deviceId).catch(report)
    },
    close() {
      playing?.source.stop()
      playing = null
      context?.close().catch(report)
      context = null
      drawn.clear()
    },
  }
}
