/** The sound of a phone, as the test says it is. */
import { type Answer, done } from '#contract/failure'
import type { PhoneSound, SoundSnapshot } from '#renderer/phone/quality/phoneSound'

export interface FakeSound extends PhoneSound {
  /** What was asked, in order. */
  readonly asked: string[]
  /** What opening a microphone comes to. */
  startWith: Answer<null>
  tell(change: Partial<SoundSnapshot>): void
}

export function createFakeSound(): FakeSound {
  const listeners = new Set<(snapshot: SoundSnapshot) => void>()
  const asked: string[] = []
  let snapshot: SoundSnapshot = { call: null, test: { kind: 'off' } }
  const sound: FakeSound = {
    asked,
    startWith: done(null),
    get snapshot() {
      return snapshot
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async startTest() {
      asked.push('startTest')
      return sound.startWith
    },
    async record() {
      asked.push('record')
      return done(null)
    },
    stopTest: () => void asked.push('stopTest'),
    playTone: () => void asked.push('playTone'),
    testLevel: () => 0.5,
    tell(change) {
      snapshot = { ...snapshot, ...change }
      for (const listener of listeners) listener(snapshot)
    },
  }
  return sound
}
