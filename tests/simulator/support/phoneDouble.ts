/** A telephone exchange in memory: phones are moved by the test, sound is mixed by hand with the real mixer. */
import { monitorHeader } from '#contract/monitor'
import { createSoundMixer, type SoundMixer } from '#simulator/media/soundMixer'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Conference, Frame, LegId, PhoneEvent, RingRequest, Telephony } from '#simulator/telephony'

export interface PhoneDouble extends Telephony {
  register(extension: string): void
  unregister(extension: string): void
  tell(event: PhoneEvent): void
  /** The INVITE the phone rings for, monitoring legs apart; null when it does not ring. */
  ringingAt(extension: string): RingRequest | null
  answer(extension: string): LegId
  /** The same, with its sound not set up yet. */
  pickUp(extension: string): LegId
  /** The phone stops ringing with this final status. */
  decline(extension: string, sipStatus: number): void
  /** The monitoring INVITE with this token; null when there is none that rings. */
  monitorRinging(token: string): RingRequest | null
  /** The phone takes a monitoring leg, or refuses it with a final status. */
  answerMonitor(token: string): LegId
  declineMonitor(token: string, sipStatus: number): void
  /** What the centre ordered besides ringing, one short line each. */
  readonly orders: readonly string[]
  /** Mixes this many 20 ms frames of every call that has sound. */
  mix(frames: number): void
  /** Mixes a frame after every single change of any room: what is wrong for a moment is heard then. */
  mixAtEveryChange(): void
  /** The last frame a leg heard; null before the first. */
  lastHeard(legId: LegId): Frame | null
  /** The tone the phone at this extension speaks, instead of the usual one. */
  giveTone(extension: string, hertz: number): void
  /** The newest leg of the phone at this extension. */
  legOf(extension: string): LegId
  /** How many rooms a leg is in. */
  roomsOf(legId: LegId): number
  readonly openConferences: number
}

/** Every real phone speaks 660 Hz, unless it was given another tone. */
export const phoneToneHz = 660

export function createPhoneDouble(): PhoneDouble {
  const registered = new Set<string>()
  const listeners = new Set<(event: PhoneEvent) => void>()
  const ringing = new Map<LegId, RingRequest>()
  const extensions = new Map<LegId, string>()
  const tones = new Map<string, number>()
  const orders: string[] = []
  const rooms = new Map<SoundMixer, Set<string>>()
  const heard = new Map<LegId, Frame>()
  let isNervous = false
  const tell = (event: PhoneEvent) => {
    if (event.kind === 'dialled') extensions.set(event.legId, event.extension)
    for (const listener of [...listeners]) listener(event)
  }
  const take = (request: RingRequest | null, who: string): RingRequest => {
    if (request === null) throw new Error(`${who} does not ring`)
    ringing.delete(request.legId)
    return request
  }
  const pickUp = (request: RingRequest | null, who: string): LegId => {
    const { legId } = take(request, who)
    tell({ kind: 'answered', legId })
    return legId
  }
  const answer = (request: RingRequest | null, who: string): LegId => {
    const legId = pickUp(request, who)
    tell({ kind: 'sounds', legId })
    return legId
  }
  const ringingAt = (extension: string) =>
    [...ringing.values()].findLast(
      (each) => each.extension === extension && each.headers[monitorHeader] === undefined,
    ) ?? null
  const monitorRinging = (token: string) =>
    [...ringing.values()].find((each) => each.headers[monitorHeader] === token) ?? null
  const mixAll = () => {
    for (const mixer of [...rooms.keys()]) mixer.mix()
  }
  const createConference = (): Conference => {
    const mixer = createSoundMixer()
    const members = new Set<string>()
    rooms.set(mixer, members)
    const changed = () => {
      if (isNervous) mixAll()
    }
    return {
      addLeg(legId) {
        const hertz = tones.get(extensions.get(legId) ?? '') ?? phoneToneHz
        mixer.add(legId, createToneMouth(hertz, -12), { hear: (frame) => void heard.set(legId, frame) })
        members.add(legId)
        changed()
      },
      addPerson(personId, mouth, ear) {
        mixer.add(personId, mouth, ear)
        changed()
      },
      remove(partyId) {
        mixer.remove(partyId)
        members.delete(partyId)
        changed()
      },
      setHears(listener, speaker, hears) {
        mixer.setHears(listener, speaker, hears)
        changed()
      },
      close() {
        rooms.delete(mixer)
        changed()
      },
    }
  }
  return {
    serverUrl: 'ws://127.0.0.1:1/',
    issueCredentials: (extension) => ({
      uri: `sip:${extension}@127.0.0.1`,
      authorizationUser: extension,
      password: 'secret',
      serverUrl: 'ws://127.0.0.1:1/',
      expiresSeconds: 300,
    }),
    isRegistered: (extension) => registered.has(extension),
    tellMessages() {},
    onPhone(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ring(request) {
      const { legId, extension } = request
      if (!registered.has(extension)) {
        tell({ kind: 'refused', legId, sipStatus: 480 })
        return
      }
      extensions.set(legId, extension)
      ringing.set(legId, request)
      tell({ kind: 'ringing', legId })
    },
    progress: (legId) => void orders.push(`progress ${legId}`),
    accept: (legId) => void orders.push(`accept ${legId}`),
    refuse: (legId, sipStatus) => void orders.push(`refuse ${legId} ${sipStatus}`),
    hangUp(legId, reason) {
      ringing.delete(legId)
      orders.push(`hangUp ${legId} ${reason}`)
    },
    reportTransfer: (legId, sipStatus) => void orders.push(`reportTransfer ${legId} ${sipStatus}`),
    createConference,
    close: () => Promise.resolve(),
    register(extension) {
      registered.add(extension)
      tell({ kind: 'registered', extension })
    },
    unregister(extension) {
      registered.delete(extension)
      tell({ kind: 'unregistered', extension })
    },
    tell,
    ringingAt,
    answer: (extension) => answer(ringingAt(extension), extension),
    pickUp: (extension) => pickUp(ringingAt(extension), extension),
    decline(extension, sipStatus) {
      const { legId } = take(ringingAt(extension), extension)
      tell({ kind: 'refused', legId, sipStatus })
    },
    monitorRinging,
    answerMonitor: (token) => answer(monitorRinging(token), token),
    declineMonitor(token, sipStatus) {
      const { legId } = take(monitorRinging(token), token)
      tell({ kind: 'refused', legId, sipStatus })
    },
    orders,
    mix(frames) {
      for (let frame = 0; frame < frames; frame++) mixAll()
    },
    mixAtEveryChange() {
      isNervous = true
    },
    lastHeard: (legId) => heard.get(legId) ?? null,
    giveTone: (extension, hertz) => void tones.set(extension, hertz),
    legOf: (extension) =>
      [...extensions].findLast(([, each]) => each === extension)?.[0] ?? `no leg of ${extension}`,
    roomsOf: (legId) => [...rooms.values()].filter((members) => members.has(legId)).length,
    get openConferences() {
      return rooms.size
    },
  }
}
