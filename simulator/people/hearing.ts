/** Who hears whom in one call: the person outside, the phones that talk, and the supervisors who monitor. */
import type { MonitorMode } from '#contract/monitor'
import type { LegId } from '#simulator/telephony'

export interface Listening {
  /** The agent's leg, whose side of the call the supervisor is on. */
  readonly besideLegId: LegId
  readonly mode: MonitorMode
}

export interface HearingRoom {
  readonly parties: ReadonlyMap<LegId, { readonly held: boolean }>
  readonly monitors: ReadonlyMap<LegId, Listening>
  /** People outside who were brought into the call; absent for none. */
  readonly guests?: ReadonlyMap<string, unknown>
}

/** The person outside, beside the legs of phones. */
export const outsideId = 'outside'

/**
 * A party that holds hears nobody and is heard by nobody, whatever its phone still sends; the others of the call go on
 * hearing each other. A supervisor whose agent is not in the call neither hears nor is heard.
 */
export function hears(room: HearingRoom, listener: string, speaker: string): boolean {
  if (listener === speaker || holds(room, listener) || holds(room, speaker)) return false
  const ear = room.monitors.get(listener)
  const mouth = room.monitors.get(speaker)
  if (ear !== undefined && !room.parties.has(ear.besideLegId)) return false
  if (mouth === undefined) return true
  if (!room.parties.has(mouth.besideLegId)) return false
  if (ear !== undefined) return ear.mode === 'barge' && mouth.mode === 'barge'
  return mouth.mode === 'barge' || (mouth.mode === 'whisper' && listener === mouth.besideLegId)
}

function holds(room: HearingRoom, id: string): boolean {
  return room.parties.get(id)?.held === true
}

/** What writes the call to a file, where something does. */
export const recorderId = 'recorder'

/**
 * The file has what the person outside says and hears: a supervisor who only listens or whispers is not in it, and of a
 * call between colleagues it has both.
 */
export function records(room: HearingRoom, speaker: string): boolean {
  return speaker === outsideId || hears(room, outsideId, speaker)
}

/** Every pair of those in the room, and whether the one hears the other. */
export function listHearing(
  room: HearingRoom,
): readonly { readonly listener: string; readonly speaker: string; readonly hears: boolean }[] {
  const guests = room.guests?.keys() ?? []
  const everyone = [outsideId, ...guests, ...room.parties.keys(), ...room.monitors.keys()]
  const heard = everyone.flatMap((listener) =>
    everyone
      .filter((speaker) => speaker !== listener)
      .map((speaker) => ({ listener, speaker, hears: hears(room, listener, speaker) })),
  )
  return [
    ...heard,
    ...everyone.map((speaker) => ({ listener: recorderId, speaker, hears: records(room, speaker) })),
  ]
}
