/** What the phone's sound is to the rest of the page: what is known of the call's sound, and a way to try the devices. */
import type { Answer } from '#contract/failure'
import type { CallSound } from '#renderer/phone/quality/callSound'

/**
 * A try of the devices outside calls.
 *
 * off ─▶ listening ─▶ recording ─3 s─▶ playing ─▶ listening
 *  ▲         └──────── stop, a call, 2 minutes ──────┘
 */
export type SoundTest =
  | { readonly kind: 'off' }
  /** The microphone is open. `recorded`: what came of the last recording; null before any. */
  | { readonly kind: 'listening'; readonly recorded: 'heard' | 'silent' | null }
  | { readonly kind: 'recording'; readonly untilMs: number }
  | { readonly kind: 'playing' }

export interface SoundSnapshot {
  /** Of the call in focus; null without one that is up. */
  readonly call: CallSound | null
  readonly test: SoundTest
}

export interface PhoneSound {
  readonly snapshot: SoundSnapshot
  onChange(listener: (snapshot: SoundSnapshot) => void): () => void
  /** Opens the microphone to show how loud it is. Refused during a call (`wrong-state`), and as `microphone-…`. */
  startTest(): Promise<Answer<null>>
  /** Records 3 s, then plays them on the speaker. `wrong-state` unless listening. */
  record(): Promise<Answer<null>>
  stopTest(): void
  /** Two notes on the speaker, as loud as a call. */
  playTone(): void
  /** How loud the microphone under test is, 0 at −60 dB of full scale to 1; 0 while there is none. */
  testLevel(): number
}
