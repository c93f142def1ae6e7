/** A telephone exchange in memory: phones are moved by the test, sound is mixed by hand with the real mixer. */
import { createSoundMixer, type SoundMixer } from '#simulator/media/soundMixer'
import { createToneMouth } from '#simulator/media/toneMouth'
import type { Frame, LegId, PhoneEvent, RingRequest, Telephony } from '#simulator/telephony'

export interface PhoneDouble extends Telephony {
  register(extension: string): void
  unregister(extension: string): void
  tell(event: PhoneEvent): void
  /** The INVITE the phone rings for; null when it does not ring. */
  ringingAt(extension: string): RingRequest | null
  answer(extension: string): LegId
  /** The phone stops ringing with this final status. */
  decline(extension: string, sipStatus: number): void
  /** What the centre ordered besides ringing, one short line each. */
  readonly orders: readonly string[]
  /** Mixes this many 20 ms frames of every call that has sound. */
  mix(frames: number): void
  /** The last frame a leg heard; null before the first. */
  lastHeard(legId: LegId): Frame | null
  readonly openConferences: number
}

/** Every real phone speaks 660 Hz. */
export const phoneToneHz = 660

export function createPhoneDouble(): PhoneDouble {
  const registered = new Set<string>()
  const listeners = new Set<(event: PhoneEvent) => void>()
  const ringing = new Map<string, RingRequest>()
  const orders: string[] = []
  const mixers = new Set<SoundMixer>()
  const heard = new Map<LegId, Frame>()
  const tell = (event: PhoneEvent) => {
    for (const listener of [...listeners]) listener(event)
  }
  const stopRinging = (legId: LegId) => {
    for (const [extension, request] of ringing) if (request.legId === legId) ringing.delete(extension)
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
    onPhone(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ring(request) {
      if (!registered.has(request.extension)) {
        tell({ kind: 'refused', legId: request.legId, sipStatus: 480 })
        return
      }
      ringing.set(request.extension, request)
      tell({ kind: 'ringing', legId: request.legId })
    },
    progress: (legId) => void orders.push(`progress ${legId}`),
    accept: (legId) => void orders.push(`accept ${legId}`),
    refuse: (legId, sipStatus) => void orders.push(`refuse ${legId} ${sipStatus}`),
    hangUp(legId, reason) {
      stopRinging(legId)
      orders.push(`hangUp ${legId} ${reason}`)
    },
    reportTransfer: (legId, sipStatus) => void orders.push(`reportTransfer ${legId} ${sipStatus}`),
    createConference() {
      const mixer = createSoundMixer()
      mixers.add(mixer)
      return {
        addLeg: (legId) =>
          mixer.add(legId, createToneMouth(phoneToneHz, -12), {
            hear: (frame) => void heard.set(legId, frame),
          }),
        addPerson: (personId, mouth, ear) => mixer.add(personId, mouth, ear),
        remove: (partyId) => mixer.remove(partyId),
        setHears: (listener, speaker, hears) => mixer.setHears(listener, speaker, hears),
        close: () => void mixers.delete(mixer),
      }
    },
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
    ringingAt: (extension) => ringing.get(extension) ?? null,
    answer(extension) {
      const request = ringing.get(extension)
      if (request === undefined) throw new Error(`${extension} does not ring`)
      ringing.delete(extension)
      tell({ kind: 'answered', legId: request.legId })
      return request.legId
    },
    decline(extension, sipStatus) {
      const request = ringing.get(extension)
      if (request === undefined) throw new Error(`${extension} does not ring`)
      ringing.delete(extension)
      tell({ kind: 'refused', legId: request.legId, sipStatus })
    },
    orders,
    mix(frames) {
      for (let frame = 0; frame < frames; frame++) for (const mixer of [...mixers]) mixer.mix()
    },
    lastHeard: (legId) => heard.get(legId) ?? null,
    get openConferences() {
      return mixers.size
    },
  }
}
