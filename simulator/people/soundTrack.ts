/** The sound of one call: the person outside, the phones in it, and who of them may be heard. */
import type { PersonVoice } from '#simulator/people/personVoice'
import type { Conference, Ear, LegId } from '#simulator/telephony'

export interface SoundTrack {
  setOutside(voice: PersonVoice): void
  /** `voice` null for a real phone, a simulated colleague's otherwise. */
  join(legId: LegId, voice: PersonVoice | null): void
  leave(legId: LegId): void
  hold(legId: LegId, held: boolean): void
  /** Says goodbye where somebody real can hear it; at once, silently, where nobody can. */
  sayGoodbye(onSaid: () => void): void
  close(): void
}

export interface SoundTrackOptions {
  /** null where there are no real phones. */
  readonly createConference: (() => Conference) | null
  /** Is given what the person outside hears, besides that person. */
  readonly listener: Ear
}

interface Party {
  readonly voice: PersonVoice | null
  held: boolean
}

const outsideId = 'outside'

/** A conference exists only while a real phone is in the call: simulated people alone need no sound. */
export function createSoundTrack(options: SoundTrackOptions): SoundTrack {
  const parties = new Map<LegId, Party>()
  let outside: PersonVoice | null = null
  let conference: Conference | null = null

  const settle = () => {
    if (conference !== null) muteHeld(conference, parties)
    outside?.setOnHold([...parties.values()].some((party) => party.held))
  }
  const open = (createConference: () => Conference): Conference => {
    const opened = createConference()
    if (outside !== null) opened.addPerson(outsideId, outside, listenWith(outside, options.listener))
    for (const [legId, { voice }] of parties) addParty(opened, legId, voice)
    return opened
  }
  const close = () => {
    conference?.close()
    conference = null
  }
  return {
    setOutside(voice) {
      outside = voice
    },
    join(legId, voice) {
      parties.set(legId, { voice, held: false })
      if (conference !== null) addParty(conference, legId, voice)
      else if (voice === null && options.createConference !== null)
        conference = open(options.createConference)
      settle()
    },
    leave(legId) {
      parties.delete(legId)
      conference?.remove(legId)
      if ([...parties.values()].every((party) => party.voice !== null)) close()
      settle()
    },
    hold(legId, held) {
      const party = parties.get(legId)
      if (party !== undefined) party.held = held
      settle()
    },
    sayGoodbye(onSaid) {
      if (conference === null || outside === null) onSaid()
      else outside.sayGoodbye(onSaid)
    },
    close,
  }
}

function addParty(conference: Conference, legId: LegId, voice: PersonVoice | null): void {
  if (voice === null) conference.addLeg(legId)
  else conference.addPerson(legId, voice, voice)
}

function listenWith(person: Ear, listener: Ear): Ear {
  return {
    hear(frame) {
      listener.hear(frame)
      person.hear(frame)
    },
  }
}

/** Nobody hears a party on hold, and it hears nobody, whatever its phone still sends. */
function muteHeld(conference: Conference, parties: ReadonlyMap<LegId, Party>): void {
  const everyone = [outsideId, ...parties.keys()]
  const isHeld = (id: string) => parties.get(id)?.held === true
  for (const one of everyone) {
    for (const other of everyone) {
      if (one !== other) conference.setHears(one, other, !isHeld(one) && !isHeld(other))
    }
  }
}
