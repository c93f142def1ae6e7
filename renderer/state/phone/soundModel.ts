/** What the page knows of its sound, and what a person can do about it. */
import type { SoundSnapshot } from '#renderer/phone/quality/phoneSound'

export type { CallQuality, WayQuality } from '#renderer/phone/quality/callQuality'
export type { SoundTrouble } from '#renderer/phone/quality/oneWaySound'
export type { SoundTest } from '#renderer/phone/quality/phoneSound'

/** The call's sound while one is up, and the try of the devices. */
export type SoundModel = SoundSnapshot

export const noSound: SoundModel = { call: null, test: { kind: 'off' } }

export interface SoundActions {
  /** Opens the microphone outside calls, to show how loud it is. */
  startSoundTest(): Promise<void>
  /** Records 3 s and plays them. */
  recordSoundTest(): Promise<void>
  stopSoundTest(): void
  /** Two notes on the speaker. */
  playTestTone(): void
  /** How loud the microphone under test is now, 0 to 1. */
  testLevel(): number
  /** Calls the echo of the telephone system: it says back what it hears. */
  callEcho(): Promise<void>
}
