/**
 * What the agent hears of the phone's calls, and what each of them is sent: the one in focus alone, or all that are
 * mixed. A call on hold is never heard.
 */
import type { LineTones } from '#renderer/phone/devices/lineTones'
import type { Loudspeaker } from '#renderer/phone/devices/loudspeaker'
import type { Ringer } from '#renderer/phone/devices/ringer'
import { type CallMix, createCallMix } from '#renderer/phone/lines/callMix'
import { needsRingback, toAlert } from '#renderer/phone/lines/lineBook'
import type { PhoneLine } from '#renderer/phone/lines/phoneLine'
import { markFirstSound } from '#renderer/phone/media/firstSound'

export interface LineSoundParts {
  readonly loudspeaker: Pick<Loudspeaker, 'play' | 'stop'>
  readonly ringer: Pick<Ringer, 'start' | 'stop'>
  readonly tones: LineTones
  /** The first sound of an answered call is heard. */
  readonly onFirstSound: () => void
  readonly report: (error: unknown) => void
}

export interface LineSound {
  /** Sound can flow in this call from now on. */
  connected(line: PhoneLine): void
  /** Anything about the calls has changed; `focus` is the one on the screen. */
  follow(lines: readonly PhoneLine[], focus: PhoneLine | null): void
  beep(): void
}

export function createLineSound(parts: LineSoundParts): LineSound {
  return new Sound(parts)
}

class Sound implements LineSound {
  readonly #parts: LineSoundParts
  readonly #connected = new WeakSet<PhoneLine>()
  #playing: MediaStream | null = null
  #isRinging = false
  #mix: (CallMix & { readonly key: string }) | null = null

  constructor(parts: LineSoundParts) {
    this.#parts = parts
  }

  connected(line: PhoneLine): void {
    this.#connected.add(line)
  }

  follow(lines: readonly PhoneLine[], focus: PhoneLine | null): void {
    this.#remix(lines, focus)
    this.#play(focus)
    this.#alert(lines, focus)
  }

  beep(): void {
    this.#parts.tones.beep()
  }

  /**
   * Not before sound can flow: a receiver that was already listened to waits for a second packet before it lets the
   * first be heard, and the microphone opens sooner when no loudspeaker opens beside it. Nor, where the way is open
   * early, before the answer is sent.
   */
  #play(focus: PhoneLine | null): void {
    const stream = this.#toHeard(focus)
    if (stream === this.#playing) return
    this.#playing = stream
    if (stream === null) {
      this.#parts.loudspeaker.stop()
      return
    }
    this.#parts.loudspeaker.play(stream)
    if (focus !== null && stream === focus.media.remote) markFirstSound(focus.media, this.#parts.onFirstSound)
  }

  #toHeard(focus: PhoneLine | null): MediaStream | null {
    if (focus === null || !focus.isLive) return null
    const { state, isConferenced } = focus.call
    if (isConferenced && this.#mix !== null) return this.#mix.heard
    if (state === 'ringing' || state === 'connecting' || state === 'held') return null
    if (!this.#connected.has(focus)) return null
    return focus.media.remote
  }

  #alert(lines: readonly PhoneLine[], focus: PhoneLine | null): void {
    const { ringer, tones } = this.#parts
    const alert = toAlert(lines.map(({ call }) => call))
    if ((alert === 'ring') !== this.#isRinging) {
      this.#isRinging = alert === 'ring'
      if (this.#isRinging) ringer.start()
      else ringer.stop()
    }
    if (alert === 'waiting') tones.play('waiting')
    else tones.play(needsRingback(focus?.call ?? null) ? 'ringback' : null)
  }

  /** Made anew when somebody comes or goes, or the microphone is another. */
  #remix(lines: readonly PhoneLine[], focus: PhoneLine | null): void {
    const members = lines.filter((line) => line.isLive && line.call.isConferenced)
    const from =
      members.find((line) => line === focus) ?? members.find(({ microphone }) => microphone !== null)
    const microphone = from?.microphone ?? null
    const key = members.length < 2 ? null : [...members.map(toId), microphone?.id ?? ''].join(' ')
    if (key === (this.#mix?.key ?? null)) return
    const old = this.#mix
    const mixed = members.map((line) => ({ id: toId(line), remote: line.media.remote }))
    this.#mix = key === null ? null : { ...createCallMix(mixed, microphone, this.#parts.report), key }
    for (const line of lines) line.setMixed(this.#mix?.outgoing(toId(line)) ?? null)
    old?.close()
  }
}

function toId({ call }: PhoneLine): string {
  return call.sipCallId
}
