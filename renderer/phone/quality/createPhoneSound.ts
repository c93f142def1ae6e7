/** Brings together what is known of the phone's sound: the call in focus is watched, devices are tried while there is none. */
import type { Answer } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Microphone } from '#renderer/phone/devices/microphone'
import { createSoundTry, type SoundTryParts } from '#renderer/phone/devices/soundTry'
import { createListeners } from '#renderer/phone/listeners'
import { type CallSoundParts, CallSoundWatch } from '#renderer/phone/quality/callSound'
import type { PhoneSound, SoundSnapshot } from '#renderer/phone/quality/phoneSound'
import type { PhoneCall } from '#renderer/state/deskModel'

export interface PhoneSoundParts {
  readonly clock: Clock
  readonly openMicrophone: () => Promise<Answer<Microphone>>
  readonly speaker: SoundTryParts['speaker']
  readonly report: (error: unknown) => void
}

/** A call and where its sound is. */
export interface SoundingLine {
  readonly call: PhoneCall
  readonly media: CallSoundParts['media']
  /** Its own microphone; null while it is closed. */
  readonly microphone: MediaStreamTrack | null
}

export interface PhoneSoundKeeper extends PhoneSound {
  /** The call in focus; null for none. Told at every change of it. */
  follow(line: SoundingLine | null): void
  close(): void
}

export function createPhoneSound(parts: PhoneSoundParts): PhoneSoundKeeper {
  const { clock, report } = parts
  const listeners = createListeners<SoundSnapshot>(report)
  let isBusy = false
  let watch: CallSoundWatch | null = null
  let snapshot: SoundSnapshot = { call: null, test: { kind: 'off' } }

  const change = (part: Partial<SoundSnapshot>): void => {
    snapshot = { ...snapshot, ...part }
    listeners.tell(snapshot)
  }
  const trial = createSoundTry({ ...parts, isBusy: () => isBusy, onChange: (test) => change({ test }) })

  /** A call keeps its watch while it is in focus, and has a new one when it comes back. */
  const watchOf = (line: SoundingLine): CallSoundWatch => {
    const { sipCallId } = line.call
    if (watch?.sound.sipCallId === sipCallId) return watch
    watch?.close()
    if (snapshot.call !== null) change({ call: null })
    watch = new CallSoundWatch({
      sipCallId,
      media: line.media,
      microphone: () => line.microphone,
      clock,
      report,
      onChange: (sound) => change({ call: sound }),
    })
    return watch
  }

  return {
    get snapshot() {
      return snapshot
    },
    onChange: listeners.add,
    startTest: () => trial.startTest(),
    record: () => trial.record(),
    stopTest: () => trial.stopTest(),
    playTone: () => trial.playTone(),
    testLevel: () => trial.testLevel(),
    follow(line) {
      const state = line?.call.state ?? 'ended'
      isBusy = state !== 'ended' && state !== 'ringing'
      if (isBusy) trial.stopTest()
      if (line !== null && (state === 'talking' || state === 'held')) {
        watchOf(line).follow(line.call)
        return
      }
      watch?.close()
      watch = null
      if (snapshot.call !== null) change({ call: null })
    },
    close() {
      watch?.close()
      trial.stopTest()
    },
  }
}
