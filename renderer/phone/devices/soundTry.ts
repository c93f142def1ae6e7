/** Tries the sound devices outside calls: a level meter, a tone, and a recording that is played back. */
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import type { RoutableAudioContext } from '#renderer/phone/devices/routableContext'
import { createSoundMeter, type SoundMeter, toMeter } from '#renderer/phone/devices/soundMeter'
import type { PhoneSound, SoundTest } from '#renderer/phone/quality/phoneSound'

export interface SoundTryParts {
  readonly clock: Clock
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  /** Whether the devices are needed for a call. */
  readonly isBusy: () => boolean
  /** null for the system's default; volume 0 to 1. */
  readonly speaker: () => { readonly deviceId: string | null; readonly volume: number }
  readonly onChange: (test: SoundTest) => void
  readonly report: (error: unknown) => void
}

export interface SoundTry
  extends Pick<PhoneSound, 'startTest' | 'record' | 'stopTest' | 'playTone' | 'testLevel'> {
  readonly test: SoundTest
}

export const recordMs = 3000
/** Nobody leaves a microphone open by forgetting it. */
const longestMs = 120_000
/** Below this nobody hears anything in a recording. */
const silentDb = -60
const levelEveryMs = 50

const notes = [
  { atSeconds: 0, hz: 523.25 },
  { atSeconds: 0.35, hz: 659.25 },
]
const noteSeconds = 0.6

export function createSoundTry(parts: SoundTryParts): SoundTry {
  return new Try(parts)
}

interface OpenMicrophone {
  readonly microphone: Microphone
  readonly meter: SoundMeter
}

class Try implements SoundTry {
  readonly #parts: SoundTryParts
  #test: SoundTest = { kind: 'off' }
  #open: OpenMicrophone | null = null
  #player: RoutableAudioContext | null = null
  /** Counts the tries, so that what finishes late belongs to none. */
  #turn = 0
  #cancelEnd: () => void = () => undefined

  constructor(parts: SoundTryParts) {
    this.#parts = parts
  }

  get test(): SoundTest {
    return this.#test
  }

  async startTest(): Promise<Answer<null>> {
    if (this.#parts.isBusy()) return failed('wrong-state')
    if (this.#test.kind !== 'off') return done(null)
    const turn = ++this.#turn
    return this.#listen(turn, null)
  }

  async record(): Promise<Answer<null>> {
    const open = this.#open
    if (this.#test.kind !== 'listening' || open === null) return failed('wrong-state')
    const turn = this.#turn
    this.#change({ kind: 'recording', untilMs: this.#parts.clock.nowMs() + recordMs })
    const recording = await this.#record(open)
    if (turn !== this.#turn) return failed('wrong-state')
    // The microphone is let go while the recording plays: nobody wants to hear it twice.
    this.#letGo()
    this.#change({ kind: 'playing' })
    await this.#play(recording.sound)
    if (turn !== this.#turn) return failed('wrong-state')
    return this.#listen(turn, recording.loudestDb > silentDb ? 'heard' : 'silent')
  }

  stopTest(): void {
    this.#turn += 1
    this.#cancelEnd()
    this.#letGo()
    this.#closePlayer()
    if (this.#test.kind !== 'off') this.#change({ kind: 'off' })
  }

  playTone(): void {
    void this.#sound(async (context) => {
      const volume = context.createGain()
      volume.gain.value = this.#parts.speaker().volume
      volume.connect(context.destination)
      const last = notes.map((note) => addNote(context, volume, note)).at(-1)
      await new Promise((resolve) => last?.addEventListener('ended', resolve))
    })
  }

  testLevel(): number {
    return toMeter(this.#open?.meter.levelDb() ?? Number.NEGATIVE_INFINITY)
  }

  async #listen(turn: number, recorded: 'heard' | 'silent' | null): Promise<Answer<null>> {
    const opened = await this.#parts.openMicrophone()
    if (turn !== this.#turn || this.#parts.isBusy()) {
      if (opened.ok) opened.value.close()
      return failed('wrong-state')
    }
    if (!opened.ok) {
      this.stopTest()
      return opened
    }
    const microphone = opened.value
    this.#open = { microphone, meter: createSoundMeter(microphone.track, this.#parts.report) }
    this.#cancelEnd()
    this.#cancelEnd = this.#parts.clock.after(longestMs, () => this.stopTest())
    this.#change({ kind: 'listening', recorded })
    return done(null)
  }

  async #record({ microphone, meter }: OpenMicrophone): Promise<{ sound: Blob; loudestDb: number }> {
    const recorder = new MediaRecorder(new MediaStream([microphone.track]))
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
    recorder.start()
    const loudestDb = await this.#loudest(meter)
    // A microphone that went away has ended it already.
    if (recorder.state !== 'inactive') recorder.stop()
    await stopped
    return { sound: new Blob(parts), loudestDb }
  }

  #loudest(meter: SoundMeter): Promise<number> {
    const { clock } = this.#parts
    const untilMs = clock.nowMs() + recordMs
    return new Promise((resolve) => {
      let loudestDb = Number.NEGATIVE_INFINITY
      const look = (): void => {
        loudestDb = Math.max(loudestDb, meter.levelDb())
        if (clock.nowMs() >= untilMs) resolve(loudestDb)
        else clock.after(levelEveryMs, look)
      }
      look()
    })
  }

  #play(recording: Blob): Promise<void> {
    return this.#sound(async (context) => {
      const source = context.createBufferSource()
      const volume = context.createGain()
      volume.gain.value = this.#parts.speaker().volume
      source.buffer = await context.decodeAudioData(await recording.arrayBuffer())
      source.connect(volume).connect(context.destination)
      const ended = new Promise((resolve) => source.addEventListener('ended', resolve))
      const closed = new Promise<void>((resolve) =>
        context.addEventListener('statechange', () => context.state === 'closed' && resolve()),
      )
      source.start()
      await Promise.race([ended, closed])
    })
  }

  /** On the speaker, with a sound card that is let go of afterwards: while it is held, no microphone opens. */
  async #sound(play: (context: RoutableAudioContext) => Promise<void>): Promise<void> {
    this.#closePlayer()
    const context: RoutableAudioContext = new AudioContext()
    this.#player = context
    try {
      await context.setSinkId?.(this.#parts.speaker().deviceId ?? '')
      await context.resume()
      await play(context)
    } catch (error) {
      if (this.#player === context) this.#parts.report(error)
    }
    if (this.#player === context) this.#closePlayer()
  }

  #closePlayer(): void {
    const context = this.#player
    this.#player = null
    context?.close().catch(this.#parts.report)
  }

  #letGo(): void {
    this.#open?.meter.close()
    this.#open?.microphone.close()
    this.#open = null
  }

  #change(test: SoundTest): void {
    this.#test = test
    this.#parts.onChange(test)
  }
}

function addNote(
  context: AudioContext,
  to: AudioNode,
  { atSeconds, hz }: (typeof notes)[number],
): OscillatorNode {
  const note = context.createOscillator()
  const envelope = context.createGain()
  const startsAt = context.currentTime + 0.02 + atSeconds
  note.frequency.value = hz
  envelope.gain.setValueAtTime(0, startsAt)
  envelope.gain.linearRampToValueAtTime(0.5, startsAt + 0.02)
  envelope.gain.setTargetAtTime(0, startsAt + 0.2, 0.1)
  note.connect(envelope).connect(to)
  note.start(startsAt)
  note.stop(startsAt + noteSeconds)
  return note
}
