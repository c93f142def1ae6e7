/** Tells speech from noise by its level alone, for a person who speaks while muted. */

/** What the last moments sounded like; begin with `quiet`. */
export interface SpeechMemory {
  /** The level of the room, dB of full scale; falls at once and rises slowly. */
  readonly roomDb: number
  /** Of the newest levels, oldest first: whether each stood out. */
  readonly loud: readonly boolean[]
}

export const quiet: SpeechMemory = { roomDb: -70, loud: [] }

/** How often a level is to be noted. */
export const speechEveryMs = 100
const remembered = 10
/** Of the remembered ones: words have gaps, a cough is short. */
const mostlyLoud = 4
/** Softer is no speech into a headset, whatever the room is like. */
const leastDb = -50
const aboveRoomDb = 12
/** For each level noted: a fan that was switched on is the room after a few seconds. */
const roomRisesDb = 0.3

/** `levelDb` is the mean level of the last moment, dB of full scale; −Infinity for digital silence. */
export function noteLevel({ roomDb, loud }: SpeechMemory, levelDb: number): SpeechMemory {
  const isLoud = levelDb > Math.max(leastDb, roomDb + aboveRoomDb)
  return {
    roomDb: Math.max(-90, Math.min(levelDb, roomDb + roomRisesDb)),
    loud: [...loud, isLoud].slice(-remembered),
  }
}

export function isSpeech({ loud }: SpeechMemory): boolean {
  return loud.filter((each) => each).length >= mostlyLoud
}
