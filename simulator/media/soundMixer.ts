/** One call's mixing room: every party hears the sum of those it may hear, and never itself. */
import { type Ear, type Frame, frameSamples, type Mouth } from '#simulator/telephony'

export interface SoundMixer {
  /** A second party of the same name takes the place of the first. */
  add(partyId: string, mouth: Mouth, ear: Ear | null): void
  remove(partyId: string): void
  /** May be said before either party is here; holds until said otherwise. */
  setHears(listener: string, speaker: string, hears: boolean): void
  /** Takes 20 ms from every mouth and gives every ear its own sum. */
  mix(): void
}

interface Party {
  readonly mouth: Mouth
  readonly ear: Ear | null
}

export function createSoundMixer(): SoundMixer {
  const parties = new Map<string, Party>()
  const deafTo = new Map<string, Set<string>>()

  return {
    add(partyId, mouth, ear) {
      parties.set(partyId, { mouth, ear })
    },
    remove(partyId) {
      parties.delete(partyId)
    },
    setHears(listener, speaker, hears) {
      const unheard = deafTo.get(listener) ?? new Set()
      deafTo.set(listener, unheard)
      if (hears) unheard.delete(speaker)
      else unheard.add(speaker)
    },
    mix() {
      const spoken = new Map([...parties].map(([id, party]) => [id, party.mouth.speak()]))
      for (const [id, { ear }] of parties) {
        ear?.hear(sumFor(id, spoken, deafTo.get(id)))
      }
    },
  }
}

function sumFor(
  listener: string,
  spoken: ReadonlyMap<string, Frame | null>,
  unheard: ReadonlySet<string> | undefined,
): Frame {
  const sum = new Int32Array(frameSamples)
  for (const [speaker, frame] of spoken) {
    if (frame === null || speaker === listener || unheard?.has(speaker)) continue
    for (let i = 0; i < frameSamples; i++) sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0)
  }
  // Two loud voices are cut off at full scale: wrapping round would crack.
  return Int16Array.from(sum, (sample) => Math.max(-32_768, Math.min(32_767, sample)))
}
