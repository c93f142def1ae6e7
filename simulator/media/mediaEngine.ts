/** Everything about sound for one practice centre: peers made ready before they are needed, and conferences. */
import { createMediaClock, type MediaClockTime } from '#simulator/media/mediaClock'
import { createMediaPeer, type MediaPeer, prepareCertificate } from '#simulator/media/mediaPeer'
import { startRehearsal } from '#simulator/media/rehearsal'
import { createSoundMixer } from '#simulator/media/soundMixer'
import type { Conference, Ear, LegId, Mouth } from '#simulator/telephony'

export interface OfferedPeer {
  readonly peer: MediaPeer
  readonly offerSdp: string
}

export interface MediaEngine {
  /** A peer with its offer; at once as a rule, since one is always kept ready. */
  takeOffered(): Promise<OfferedPeer>
  /** A peer that will answer the phone's own offer. */
  createAnswering(): MediaPeer
  /** `audioOf` finds a leg's mouth and ear; null for a leg that is not there (any more). */
  createConference(audioOf: (legId: LegId) => (Mouth & Ear) | null): Conference
  close(): Promise<void>
}

export interface MediaEngineOptions {
  readonly addresses: readonly string[]
  readonly time: Omit<MediaClockTime, 'onSurprise'>
  readonly onSurprise: (cause: unknown) => void
  /** Whether to run a call of our own first, in the background: a quarter of a second of work, once. */
  readonly rehearses: boolean
}

/** A peer takes some milliseconds to make: not those in which a phone begins to ring and its desk asks who it is. */
const spareAfterMs = 100

export async function createMediaEngine(options: MediaEngineOptions): Promise<MediaEngine> {
  const { addresses, onSurprise } = options
  await prepareCertificate()
  const clock = createMediaClock({ ...options.time, onSurprise })
  const createPeer = () => createMediaPeer({ addresses, onSurprise, checks: 'answered' })
  const closePeer = (peer: MediaPeer) => peer.close().catch(onSurprise)
  let closed = false

  const prepare = async (): Promise<OfferedPeer> => {
    const peer = createPeer()
    return { peer, offerSdp: await peer.offer() }
  }
  /** A failed preparation shows itself to whoever takes it; until then it is nobody's surprise. */
  const keepReady = () => {
    const preparing = prepare()
    preparing.catch(() => {})
    return preparing
  }
  let ready: Promise<OfferedPeer> | null = keepReady()
  let cancelSpare: () => void = () => {}
  await ready
  const rehearsal = options.rehearses ? startRehearsal({ addresses, onSurprise }) : null

  return {
    takeOffered() {
      const taken = ready ?? keepReady()
      ready = null
      cancelSpare()
      if (!closed) cancelSpare = options.time.after(spareAfterMs, () => (ready ??= keepReady()))
      return taken
    },
    createAnswering: createPeer,
    createConference: (audioOf) => createConference(clock.onBeat, audioOf),
    async close() {
      closed = true
      cancelSpare()
      clock.close()
      await rehearsal?.close()
      const unused = (await ready?.catch(() => null)) ?? null
      if (unused !== null) await closePeer(unused.peer)
    },
  }
}

function createConference(
  onBeat: (task: () => void) => () => void,
  audioOf: (legId: LegId) => (Mouth & Ear) | null,
): Conference {
  const mixer = createSoundMixer()
  let stop: (() => void) | null = null
  let closed = false
  const add = (partyId: string, mouth: Mouth, ear: Ear | null) => {
    if (closed) return
    mixer.add(partyId, mouth, ear)
    stop ??= onBeat(mixer.mix)
  }
  return {
    addLeg(legId) {
      const audio = audioOf(legId)
      if (audio !== null) add(legId, audio, audio)
    },
    addPerson: add,
    remove: mixer.remove,
    setHears: mixer.setHears,
    close() {
      closed = true
      stop?.()
    },
  }
}
