/**
 * A leg a phone begins: it waits for the side above to accept or refuse what was dialled.
 *
 *   waiting ──progress──▶ waiting ──accept──▶ accepting ──ACK──▶ talking ──BYE──▶ over
 *      │ refuse, CANCEL                           │ no ACK                         ▲
 *      └──────────────────────────────────────────┴────────────────────────────────┘
 */
import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js'
import { readAudioSdp, type SdpDirection } from '#simulator/media/audioSdp'
import { createLegAudio } from '#simulator/media/legAudio'
import type { MediaPeer } from '#simulator/media/mediaPeer'
import {
  createEstablishedCall,
  type EstablishedCall,
  toSdpBody,
  warningOf,
} from '#simulator/sip/establishedCall'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import type { LegSurroundings, PhoneLeg } from '#simulator/sip/phoneLeg'
import type { LegId } from '#simulator/telephony'

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'accepting'; readonly call: EstablishedCall | null }
  | { readonly kind: 'talking'; readonly call: EstablishedCall }
  | { readonly kind: 'over' }

export interface DialledLegOptions {
  readonly legId: LegId
  readonly extension: string
  readonly target: string
  readonly request: IncomingInviteRequest
  readonly connection: PhoneConnection
  readonly around: LegSurroundings
}

/** What our 200 will say, and what to do with an answer that comes in the ACK. */
interface Negotiation {
  readonly sdp: string
  readonly peer: MediaPeer
  /** Null until the phone answers our offer in its ACK. */
  readonly direction: SdpDirection | null
}

/** Null when the phone's offer cannot be a call here; it has been told so then. */
export function createDialledLeg(options: DialledLegOptions): PhoneLeg | null {
  const { legId, extension, request, connection, around } = options
  const offered = request.message.body ?? ''
  const reading = offered === '' ? null : readAudioSdp(offered)
  if (reading !== null && !reading.ok) {
    request.reject({ statusCode: 488, extraHeaders: [warningOf(reading.reason)] })
    return null
  }
  const audio = createLegAudio(
    (digit, durationMs) => around.tell({ kind: 'digit', legId, digit, durationMs }),
    () => around.tell({ kind: 'sounds', legId }),
  )
  let state: State = { kind: 'waiting' }

  /** Begun at once: when the call is accepted, the answer is ready. */
  const negotiate = async (): Promise<Negotiation> => {
    if (reading === null) {
      const { peer, offerSdp } = await around.media.takeOffered()
      return { sdp: offerSdp, peer, direction: null }
    }
    const peer = around.media.createAnswering()
    const sdp = await peer.answer(offered).catch(async (cause: unknown) => {
      await peer.close()
      throw cause
    })
    return { sdp, peer, direction: reading.direction }
  }
  const negotiation = negotiate()
  // Whoever needs it is told of a failure; a call refused meanwhile needs nothing.
  negotiation.catch(() => {})
  const closePeer = () => {
    negotiation
      .then(({ peer }) => peer.close())
      .catch((cause) => around.log.debug({ legId, cause: String(cause) }, 'a call ended without media'))
  }
  const finish = () => {
    state = { kind: 'over' }
    closePeer()
    around.ended(legId)
  }
  const hungUp = () => {
    if (state.kind === 'over') return
    finish()
    around.tell({ kind: 'hungUp', legId })
  }
  const acknowledged = (answer: string, { peer, direction }: Negotiation) => {
    if (state.kind !== 'accepting' || state.call === null) return
    const { call } = state
    const agreed = direction ?? directionOf(answer)
    if (agreed === null) {
      call.hangUp()
      return hungUp()
    }
    state = { kind: 'talking', call }
    if (direction === null) {
      peer.acceptAnswer(answer).catch((cause) => {
        around.log.warn({ legId, err: cause }, 'the answer to our offer was not usable')
        call.hangUp()
        hungUp()
      })
    }
    around.tell({ kind: 'answered', legId })
    call.begin(agreed)
  }
  const accept = async () => {
    const negotiated = await negotiation
    if (state.kind !== 'accepting') return
    const { peer, sdp } = negotiated
    audio.attach(peer)
    const { session } = request.accept({ statusCode: 200, body: toSdpBody(sdp) })
    const call = createEstablishedCall({
      legId,
      session,
      connection,
      peer,
      audio,
      around,
      onEnded: hungUp,
      onAck: (answer) => acknowledged(answer, negotiated),
    })
    state = { kind: 'accepting', call }
  }
  const reject = (statusCode: number) => {
    finish()
    request.reject({ statusCode })
  }

  request.delegate = {
    onCancel() {
      if (state.kind !== 'waiting' && !(state.kind === 'accepting' && state.call === null)) return
      reject(487)
      around.tell({ kind: 'hungUp', legId })
    },
  }
  request.trying()

  return {
    legId,
    extension,
    connection,
    audio,
    progress() {
      if (state.kind !== 'waiting') return
      const { session } = request.progress({ statusCode: 180 })
      // The caller may end even an early dialogue with BYE (RFC 3261 section 15).
      session.delegate = {
        onBye(bye) {
          bye.accept()
          if (state.kind === 'over') return
          reject(487)
          around.tell({ kind: 'hungUp', legId })
        },
      }
    },
    accept() {
      if (state.kind !== 'waiting') return
      state = { kind: 'accepting', call: null }
      accept().catch((cause) => {
        around.log.warn({ legId, err: cause }, 'a dialled call could not be accepted')
        if (state.kind === 'over') return
        reject(488)
        around.tell({ kind: 'hungUp', legId })
      })
    },
    refuse(sipStatus) {
      if (state.kind === 'waiting') reject(sipStatus)
    },
    hangUp() {
      if (state.kind === 'over') return
      const call = state.kind === 'waiting' ? null : state.call
      if (call === null) return reject(480)
      call.hangUp()
      finish()
    },
    reportTransfer(sipStatus) {
      if (state.kind === 'talking') state.call.reportTransfer(sipStatus)
    },
    isDialogue: (callId, oneTag, otherTag) =>
      state.kind === 'talking' && state.call.isDialogue(callId, oneTag, otherTag),
    get outlivesSocket() {
      return state.kind === 'talking'
    },
    connectionLost: hungUp,
  }
}

function directionOf(answer: string): SdpDirection | null {
  const reading = readAudioSdp(answer)
  return reading.ok ? reading.direction : null
}
