/** Notices that a call is deaf or dumb on one side, from samples taken each second, and says which. */
import type { SoundSample } from '#renderer/phone/quality/soundSample'

/**
 * - `nothing-arrives` no packets come: this person does not hear the other
 * - `silence-arrives` packets come, but there was never any sound in them
 * - `nothing-leaves` no packets are sent, or the other side gets none of them: the other does not hear this person
 * - `microphone-silent` packets are sent, but the microphone has not given any sound since it could
 * - `no-sound` neither way
 */
export type SoundTrouble =
  | 'nothing-arrives'
  | 'silence-arrives'
  | 'nothing-leaves'
  | 'microphone-silent'
  | 'no-sound'

/** What was seen of one call since sound should flow. */
export interface SoundMemory {
  readonly last: SoundSample
  /** When packets were last seen to come and to go, and when there was last no reason why they should not. */
  readonly arrivedAtMs: number
  readonly leftAtMs: number
  /** Since when there should have been a sound; null once there was one. */
  readonly waitsForVoiceSinceMs: number | null
  readonly waitsForMicrophoneSinceMs: number | null
}

/** Two and a bit of the samples, which come each second: seen at the third, so within 5 s of the last packet. */
const packetsDueMs = 2900
/** A person answers at once, but may draw breath first; said within 5 s all the same. */
const voiceDueMs = 3900
/** A page that slept knows nothing of what went on meanwhile. */
const asleepMs = 4000

export interface MicrophoneUse {
  /** Muted here, or held: that nothing is spoken is as it should be. */
  readonly isMuted: boolean
  /** The system or the headset itself keeps it silent. */
  readonly isMutedOutside: boolean
}

/** What is known with one more sample; `memory` null at the beginning and after a hold. */
export function noteSample(
  memory: SoundMemory | null,
  sample: SoundSample,
  { isMuted, isMutedOutside }: MicrophoneUse,
): SoundMemory {
  const { atMs } = sample
  if (memory === null || atMs - memory.last.atMs > asleepMs) return begin(sample)
  const { last } = memory
  const isHeard = sample.heardEnergy > last.heardEnergy
  const isSpoken = sample.spokenEnergy > last.spokenEnergy && !isMutedOutside
  const isLostThere = sample.far !== null && sample.far.lossPercent >= 100
  return {
    last: sample,
    arrivedAtMs: sample.received !== last.received || !sample.receives ? atMs : memory.arrivedAtMs,
    leftAtMs: (sample.sent !== last.sent && !isLostThere) || !sample.sends ? atMs : memory.leftAtMs,
    waitsForVoiceSinceMs: isHeard ? null : memory.waitsForVoiceSinceMs,
    waitsForMicrophoneSinceMs: toMicrophoneWait(memory, atMs, isSpoken, isMuted, isMutedOutside),
  }
}

export function toSoundTrouble(memory: SoundMemory): SoundTrouble | null {
  const { last, arrivedAtMs, leftAtMs, waitsForVoiceSinceMs, waitsForMicrophoneSinceMs } = memory
  const isOver = (sinceMs: number | null, dueMs: number) => sinceMs !== null && last.atMs - sinceMs >= dueMs
  const isDeaf = isOver(arrivedAtMs, packetsDueMs)
  const isDumb = isOver(leftAtMs, packetsDueMs)
  if (isDeaf && isDumb) return 'no-sound'
  if (isDeaf) return 'nothing-arrives'
  if (isDumb) return 'nothing-leaves'
  if (last.sends && isOver(waitsForMicrophoneSinceMs, voiceDueMs)) return 'microphone-silent'
  return last.receives && isOver(waitsForVoiceSinceMs, voiceDueMs) ? 'silence-arrives' : null
}

function begin(sample: SoundSample): SoundMemory {
  const { atMs } = sample
  return {
    last: sample,
    arrivedAtMs: atMs,
    leftAtMs: atMs,
    waitsForVoiceSinceMs: atMs,
    waitsForMicrophoneSinceMs: atMs,
  }
}

/** Once heard, a quiet microphone is a quiet person, unless something outside this desk mutes it. */
function toMicrophoneWait(
  memory: SoundMemory,
  atMs: number,
  isSpoken: boolean,
  isMuted: boolean,
  isMutedOutside: boolean,
): number | null {
  if (isSpoken) return null
  if (memory.waitsForMicrophoneSinceMs === null) return isMutedOutside ? atMs : null
  return isMuted ? atMs : memory.waitsForMicrophoneSinceMs
}
