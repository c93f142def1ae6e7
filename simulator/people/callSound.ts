/** Who is in the sound of each call: real phones, and simulated people with their voices and ears. */
import type { CallId } from '#contract/ids'
import type { PersonVoice } from '#simulator/people/personVoice'
import type { Conference, Ear, Frame, LegId } from '#simulator/telephony'

export interface CallSoundOptions {
  /** null where there are no real phones. */
  readonly createConference: (() => Conference) | null
  /** Null for a real phone, the voice of a simulated colleague otherwise. */
  voiceOf(extension: string): PersonVoice | null
  /** Called when the person outside first hears something; null where nothing is recorded. */
  record(callId: CallId): (Ear & { close(): void }) | null
}

export interface CallSound {
  /** The person outside, who will be heard once a real phone joins. */
  addOutside(callId: CallId, voice: PersonVoice): void
  join(callId: CallId, extension: string, legId: LegId): void
  leave(callId: CallId, legId: LegId): void
  hold(callId: CallId, legId: LegId, held: boolean): void
  /** The call is over for everyone. */
  end(callId: CallId): void
  /** Whether the person outside can be heard by somebody real. */
  isHeard(callId: CallId): boolean
  sayGoodbye(callId: CallId, onSaid: () => void): void
  /** What the person outside hears, 20 ms at a time; returns how to stop. */
  onHeard(callId: CallId, listener: (frame: Frame) => void): () => void
  close(): void
}

interface Party {
  /** null for a real phone. */
  readonly voice: PersonVoice | null
  held: boolean
}

interface Track {
  outside: PersonVoice | null
  readonly parties: Map<LegId, Party>
  /** null while no real phone is in the call: simulated people alone need no sound. */
  conference: Conference | null
  recorder: (Ear & { close(): void }) | null
}

const outsideId = 'outside'

export function createCallSound(options: CallSoundOptions): CallSound {
  const tracks = new Map<CallId, Track>()
  const listeners = new Map<CallId, Set<(frame: Frame) => void>>()

  const trackOf = (callId: CallId): Track => {
    const known = tracks.get(callId)
    if (known !== undefined) return known
    const track: Track = { outside: null, parties: new Map(), conference: null, recorder: null }
    tracks.set(callId, track)
    return track
  }

  const earOf = (callId: CallId, track: Track, voice: PersonVoice): Ear => ({
    hear(frame) {
      track.recorder ??= options.record(callId)
      track.recorder?.hear(frame)
      for (const listener of listeners.get(callId) ?? []) listener(frame)
      voice.hear(frame)
    },
  })

  const addParty = (conference: Conference, legId: LegId, { voice }: Party) => {
    if (voice === null) conference.addLeg(legId)
    else conference.addPerson(legId, voice, voice)
  }

  const open = (callId: CallId, track: Track): Conference | null => {
    if (options.createConference === null) return null
    const conference = options.createConference()
    if (track.outside !== null) {
      conference.addPerson(outsideId, track.outside, earOf(callId, track, track.outside))
    }
    for (const [legId, party] of track.parties) addParty(conference, legId, party)
    return conference
  }

  const settle = (track: Track) => {
    muteHeld(track)
    const isAnyoneHeld = [...track.parties.values()].some((party) => party.held)
    track.outside?.setOnHold(isAnyoneHeld)
  }

  const closeTrack = (track: Track) => {
    track.conference?.close()
    track.recorder?.close()
  }

  return {
    addOutside(callId, voice) {
      trackOf(callId).outside = voice
    },
    join(callId, extension, legId) {
      const track = trackOf(callId)
      const party: Party = { voice: options.voiceOf(extension), held: false }
      track.parties.set(legId, party)
      if (track.conference !== null) addParty(track.conference, legId, party)
      else if (party.voice === null) track.conference = open(callId, track)
      settle(track)
    },
    leave(callId, legId) {
      const track = tracks.get(callId)
      if (track === undefined) return
      track.parties.delete(legId)
      track.conference?.remove(legId)
      if ([...track.parties.values()].every((party) => party.voice !== null)) {
        track.conference?.close()
        track.conference = null
      }
      settle(track)
    },
    hold(callId, legId, held) {
      const track = tracks.get(callId)
      const party = track?.parties.get(legId)
      if (track === undefined || party === undefined) return
      party.held = held
      settle(track)
    },
    end(callId) {
      const track = tracks.get(callId)
      if (track !== undefined) closeTrack(track)
      tracks.delete(callId)
      listeners.delete(callId)
    },
    isHeard: (callId) => (tracks.get(callId)?.conference ?? null) !== null,
    sayGoodbye(callId, onSaid) {
      const track = tracks.get(callId)
      if (track?.conference && track.outside) track.outside.sayGoodbye(onSaid)
      else onSaid()
    },
    onHeard(callId, listener) {
      const those = listeners.get(callId) ?? new Set()
      listeners.set(callId, those.add(listener))
      return () => void those.delete(listener)
    },
    close() {
      for (const track of tracks.values()) closeTrack(track)
      tracks.clear()
      listeners.clear()
    },
  }
}

/** Nobody hears a party on hold, and it hears nobody, whatever its phone still sends. */
function muteHeld(track: Track): void {
  const { conference } = track
  if (conference === null) return
  const everyone = [outsideId, ...track.parties.keys()]
  const isHeld = (id: string) => track.parties.get(id)?.held === true
  for (const one of everyone) {
    for (const other of everyone) {
      if (one !== other) conference.setHears(one, other, !isHeld(one) && !isHeld(other))
    }
  }
}
