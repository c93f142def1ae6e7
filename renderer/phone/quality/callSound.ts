/** Watches the sound of one call while it is up: how good it is, what is wrong with it, and whether one speaks muted. */
import type { Clock } from '#contract/time'
import type { CallMedia } from '#renderer/phone/media/callMedia'
import { type CallQuality, toCallQuality, withSample } from '#renderer/phone/quality/callQuality'
import { listenMuted } from '#renderer/phone/quality/mutedEar'
import {
  noteSample,
  type SoundMemory,
  type SoundTrouble,
  toSoundTrouble,
} from '#renderer/phone/quality/oneWaySound'
import type { SoundSample } from '#renderer/phone/quality/soundSample'
import type { PhoneCall } from '#renderer/state/deskModel'

/** What is known of the sound of a call. */
export interface CallSound {
  readonly sipCallId: string
  /** null until it was measured. */
  readonly quality: CallQuality | null
  /** null while all is well, and while the call is held. */
  readonly trouble: SoundTrouble | null
  /** Speech is heard at the muted microphone. */
  readonly speaksMuted: boolean
}

export interface CallSoundParts {
  readonly sipCallId: string
  readonly media: Pick<CallMedia, 'readSound'>
  /** The person's own sound now, whatever is sent in its place; null while it is closed. */
  readonly microphone: () => MediaStreamTrack | null
  readonly clock: Clock
  readonly onChange: (sound: CallSound) => void
  readonly report: (error: unknown) => void
}

const sampleEveryMs = 1000

export class CallSoundWatch {
  readonly #parts: CallSoundParts
  #sound: CallSound
  #isTalking = false
  #isMuted = false
  #isClosed = false
  #memory: SoundMemory | null = null
  #samples: readonly SoundSample[] = []
  #cancel: () => void = () => undefined
  /** The copy that is listened to, and the track it is of. */
  #ear: { readonly track: MediaStreamTrack; readonly close: () => void } | null = null

  constructor(parts: CallSoundParts) {
    this.#parts = parts
    this.#sound = { sipCallId: parts.sipCallId, quality: null, trouble: null, speaksMuted: false }
  }

  get sound(): CallSound {
    return this.#sound
  }

  /** The call as it is now. */
  follow({ state, holdPending, muted }: PhoneCall): void {
    const isTalking = state === 'talking' && !holdPending
    this.#isMuted = muted
    if (isTalking !== this.#isTalking) {
      this.#isTalking = isTalking
      this.#memory = null
      this.#cancel()
      if (isTalking) this.#sampleLater()
      else this.#change({ trouble: null })
    }
    this.#listenMuted()
  }

  close(): void {
    this.#isClosed = true
    this.#cancel()
    this.#ear?.close()
    this.#ear = null
  }

  #sampleLater(): void {
    const { clock, report } = this.#parts
    this.#cancel = clock.after(sampleEveryMs, () => {
      this.#sample().catch((error: unknown) => {
        // A call that ended meanwhile has nothing to measure any more; another is measured again in its turn.
        if (this.#isClosed || !this.#isTalking) return
        report(error)
        this.#sampleLater()
      })
    })
  }

  async #sample(): Promise<void> {
    const { media, microphone, clock } = this.#parts
    const sample = await media.readSound(clock.nowMs())
    if (this.#isClosed || !this.#isTalking) return
    this.#sampleLater()
    this.#samples = withSample(this.#samples, sample)
    const isMutedOutside = microphone()?.muted === true
    this.#memory = noteSample(this.#memory, sample, { isMuted: this.#isMuted, isMutedOutside })
    this.#change({ quality: toCallQuality(this.#samples), trouble: toSoundTrouble(this.#memory) })
    // The microphone may be another one by now.
    this.#listenMuted()
  }

  #listenMuted(): void {
    const { microphone, clock, report } = this.#parts
    const track = this.#isMuted && this.#isTalking && !this.#isClosed ? microphone() : null
    if (track === (this.#ear?.track ?? null)) return
    this.#ear?.close()
    this.#ear = null
    this.#change({ speaksMuted: false })
    if (track === null || track.readyState === 'ended') return
    const onSpeech = (speaksMuted: boolean) => this.#change({ speaksMuted })
    this.#ear = { track, close: listenMuted({ track, clock, onSpeech, report }) }
  }

  #change(change: Partial<CallSound>): void {
    const next = { ...this.#sound, ...change }
    const isSame =
      next.quality === this.#sound.quality &&
      next.trouble === this.#sound.trouble &&
      next.speaksMuted === this.#sound.speaksMuted
    if (isSame || this.#isClosed) return
    this.#sound = next
    this.#parts.onChange(next)
  }
}
