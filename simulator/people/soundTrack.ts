/** The sound of one call: the person outside, the phones in it, who monitors it, and who of them may be heard. */
import { type Listening, listHearing, outsideId, recorderId } from '#simulator/people/hearing'
import type { PersonVoice } from '#simulator/people/personVoice'
import type { Conference, Ear, LegId, Mouth } from '#simulator/telephony'

export interface SoundTrack {
  setOutside(voice: PersonVoice): void
  /** Null where nobody is outside, or nobody who speaks. */
  outsideLanguage(): string | null
  /** `voice` null for a real phone, a simulated colleague's otherwise. A leg that monitored is a party from then on. */
  join(legId: LegId, voice: PersonVoice | null): void
  leave(legId: LegId): void
  hold(legId: LegId, held: boolean): void
  /** Lets a supervisor's leg in, or changes how it listens. */
  monitor(legId: LegId, listening: Listening): void
  unmonitor(legId: LegId): void
  /** Somebody outside besides, brought from another call. */
  addGuest(guestId: string, voice: PersonVoice): void
  /** Takes the person outside (null) or a guest out of the sound; null where there is none. */
  takeOutside(guestId: string | null): PersonVoice | null
  /** Is given what is said in the call, from now on and for as long as there is sound. */
  setRecorder(recorder: Ear): void
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

/** A conference exists only while a real phone is in the call or monitors it: simulated people alone need no sound. */
export function createSoundTrack(options: SoundTrackOptions): SoundTrack {
  const parties = new Map<LegId, Party>()
  const monitors = new Map<LegId, Listening>()
  const guests = new Map<string, PersonVoice>()
  let outside: PersonVoice | null = null
  let recorder: Ear | null = null
  let conference: Conference | null = null

  /** Says who hears whom, also of those who are about to be let in. */
  const settle = () => {
    if (conference !== null) applyHearing(conference)
    outside?.setOnHold(isLeftAlone())
  }
  const applyHearing = (room: Conference) => {
    for (const each of listHearing({ parties, monitors, guests })) {
      room.setHears(each.listener, each.speaker, each.hears)
    }
  }
  /** On hold, and no supervisor speaks with them meanwhile. */
  const isLeftAlone = () =>
    [...parties.values()].some((party) => party.held) &&
    [...monitors.values()].every(({ mode }) => mode !== 'barge')
  const isReal = () => monitors.size > 0 || [...parties.values()].some((party) => party.voice === null)
  const open = (createConference: () => Conference): Conference => {
    const opened = createConference()
    applyHearing(opened)
    if (outside !== null) opened.addPerson(outsideId, outside, listenWith(outside, options.listener))
    for (const [guestId, voice] of guests) opened.addPerson(guestId, voice, voice)
    for (const [legId, { voice }] of parties) addParty(opened, legId, voice)
    for (const legId of monitors.keys()) opened.addLeg(legId)
    if (recorder !== null) opened.addPerson(recorderId, nobody, recorder)
    return opened
  }
  /** Everyone is deaf to whom they shall not hear before `legId` is in the room. */
  const letIn = (legId: LegId, voice: PersonVoice | null) => {
    settle()
    if (conference !== null) addParty(conference, legId, voice)
    else if (isReal() && options.createConference !== null) conference = open(options.createConference)
  }
  const letOut = (legId: LegId) => {
    conference?.remove(legId)
    if (!isReal()) close()
    settle()
  }
  const close = () => {
    conference?.close()
    conference = null
  }
  return {
    setOutside(voice) {
      outside = voice
    },
    outsideLanguage: () => outside?.language ?? null,
    join(legId, voice) {
      monitors.delete(legId)
      parties.set(legId, { voice, held: false })
      letIn(legId, voice)
    },
    leave(legId) {
      parties.delete(legId)
      letOut(legId)
    },
    hold(legId, held) {
      const party = parties.get(legId)
      if (party !== undefined) party.held = held
      settle()
    },
    monitor(legId, listening) {
      const isNew = !monitors.has(legId)
      monitors.set(legId, listening)
      if (isNew) letIn(legId, null)
      else settle()
    },
    unmonitor(legId) {
      if (monitors.delete(legId)) letOut(legId)
    },
    addGuest(guestId, voice) {
      guests.set(guestId, voice)
      settle()
      conference?.addPerson(guestId, voice, voice)
    },
    takeOutside(guestId) {
      const voice = guestId === null ? outside : (guests.get(guestId) ?? null)
      conference?.remove(guestId ?? outsideId)
      if (guestId === null) outside = null
      else guests.delete(guestId)
      settle()
      return voice
    },
    setRecorder(ear) {
      recorder = ear
      settle()
      conference?.addPerson(recorderId, nobody, ear)
    },
    sayGoodbye(onSaid) {
      if (conference === null || outside === null) onSaid()
      else outside.sayGoodbye(onSaid)
    },
    close,
  }
}

/** A recorder says nothing. */
const nobody: Mouth = { speak: () => null }

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
