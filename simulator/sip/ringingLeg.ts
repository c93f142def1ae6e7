/**
 * A leg this server begins: its INVITE, and the call that comes of it.
 *
 *   preparing ──offer made──▶ inviting ──200──▶ talking ──BYE──▶ over
 *       │                        │ refused, CANCEL                ▲
 *       └────────────────────────┴────────────────────────────────┘
 */
import type {
  AckableIncomingResponseWithSession,
  IncomingResponse,
  OutgoingInviteRequest,
  URI,
} from 'sip.js/lib/core/index.js'
import { readAudioSdp } from '#simulator/media/audioSdp'
import { createLegAudio } from '#simulator/media/legAudio'
import type { MediaPeer } from '#simulator/media/mediaPeer'
import { createEstablishedCall, type EstablishedCall, toSdpBody } from '#simulator/sip/establishedCall'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import type { LegSurroundings, PhoneLeg } from '#simulator/sip/phoneLeg'
import { allowHeader, mediaTypeOf } from '#simulator/sip/requestCheck'
import { toAddress, toAnonymousAddress, toQuotedText } from '#simulator/sip/sipText'
import type { RingRequest } from '#simulator/telephony'

type State =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'inviting'; readonly invite: OutgoingInviteRequest; readonly peer: MediaPeer }
  | { readonly kind: 'talking'; readonly call: EstablishedCall; readonly peer: MediaPeer }
  | { readonly kind: 'over' }

export interface RingingLegOptions {
  readonly request: RingRequest
  readonly connection: PhoneConnection
  readonly contact: URI
  readonly host: string
  readonly around: LegSurroundings
}

/** Nobody hears a phone here before it is answered, so it may open its way while it rings. */
const earlyHeader = 'X-Najva-Early: yes'
const answeredElsewhere = 'SIP;cause=200;text="Call completed elsewhere"'

export function createRingingLeg(options: RingingLegOptions): PhoneLeg {
  const { request, connection, around } = options
  const { legId } = request
  const audio = createLegAudio(
    (digit, durationMs) => around.tell({ kind: 'digit', legId, digit, durationMs }),
    () => around.tell({ kind: 'sounds', legId }),
  )
  let state: State = { kind: 'preparing' }
  let tellsRinging = true
  /** The phone's answer to our offer where it came while it rang; it counts, whatever comes with the 200 (RFC 3261 13.2.1). */
  let early: { readonly sdp: string; readonly accepted: Promise<void> } | null = null

  const finish = () => {
    const peer = state.kind === 'inviting' || state.kind === 'talking' ? state.peer : null
    state = { kind: 'over' }
    peer?.close().catch((cause) => around.log.warn({ legId, err: cause }, 'a peer did not close'))
    around.ended(legId)
  }
  const refused = (sipStatus: number) => {
    if (state.kind === 'over') return
    finish()
    around.tell({ kind: 'refused', legId, sipStatus })
  }
  const hungUp = () => {
    if (state.kind === 'over') return
    finish()
    around.tell({ kind: 'hungUp', legId })
  }
  const takeEarly = (message: IncomingResponse['message'], peer: MediaPeer) => {
    const sdp = toSdp(message)
    if (early !== null || sdp === null || !readAudioSdp(sdp).ok) return
    const accepted = peer.acceptAnswer(sdp)
    // Told when the phone is answered.
    accepted.catch(() => {})
    early = { sdp, accepted }
  }
  const answered = (response: AckableIncomingResponseWithSession, peer: MediaPeer) => {
    response.ack()
    const sdp = early?.sdp ?? toSdp(response.message)
    const reading = sdp === null ? null : readAudioSdp(sdp)
    if (state.kind !== 'inviting' || sdp === null || reading === null || !reading.ok) {
      // Cancelled while the answer was on its way, or an answer that is none.
      response.session.bye()
      return refused(488)
    }
    const call = createEstablishedCall({
      legId,
      session: response.session,
      connection,
      peer,
      audio,
      around,
      onEnded: hungUp,
      onAck: () => {},
    })
    state = { kind: 'talking', call, peer }
    const accepted = early?.accepted ?? peer.acceptAnswer(sdp)
    accepted.catch((cause) => {
      around.log.warn({ legId, err: cause }, 'the answer to our offer was not usable')
      call.hangUp()
      hungUp()
    })
    around.tell({ kind: 'answered', legId })
    call.begin(reading.direction)
  }
  const invite = async () => {
    const { peer, offerSdp } = await around.media.takeOffered()
    if (state.kind !== 'preparing') return peer.close()
    audio.attach(peer)
    const message = createInviteMessage(options, offerSdp)
    const refuse = ({ message: response }: IncomingResponse) => refused(response.statusCode ?? 500)
    const outgoing = connection.core.invite(message, {
      onProgress: ({ message: response }) => {
        if (state.kind !== 'inviting') return
        if (response.statusCode === 183) takeEarly(response, peer)
        if (response.statusCode !== 180 || !tellsRinging) return
        tellsRinging = false
        around.tell({ kind: 'ringing', legId })
      },
      onAccept: (response) => answered(response, peer),
      onReject: refuse,
      onRedirect: refuse,
    })
    state = { kind: 'inviting', invite: outgoing, peer }
  }
  invite().catch((cause) => {
    around.log.error({ legId, err: cause }, 'a phone could not be rung')
    refused(500)
  })

  return {
    legId,
    extension: request.extension,
    connection,
    audio,
    // A phone that is rung answers by itself; these are for phones that dial.
    progress() {},
    accept() {},
    refuse() {},
    hangUp(reason) {
      if (state.kind === 'inviting') {
        state.invite.cancel(reason === 'answered-elsewhere' ? answeredElsewhere : undefined)
      }
      if (state.kind === 'talking') state.call.hangUp()
      if (state.kind !== 'over') finish()
    },
    reportTransfer(sipStatus) {
      if (state.kind === 'talking') state.call.reportTransfer(sipStatus)
    },
    isDialogue: (callId, oneTag, otherTag) =>
      state.kind === 'talking' && state.call.isDialogue(callId, oneTag, otherTag),
    get outlivesSocket() {
      return state.kind === 'talking'
    },
    connectionLost() {
      if (state.kind === 'talking') hungUp()
      else refused(480)
    },
  }
}

/** null for a response without a description. */
function toSdp(message: IncomingResponse['message']): string | null {
  return mediaTypeOf(message) === 'application/sdp' ? (message.body ?? '') : null
}

function createInviteMessage({ request, connection, contact, host }: RingingLegOptions, offerSdp: string) {
  const { number, name } = request.from
  const isAnonymous = number === null
  const extraHeaders = [
    connection.contactHeader,
    allowHeader,
    earlyHeader,
    ...(isAnonymous ? ['Privacy: id'] : []),
    ...Object.entries(request.headers).map(([header, value]) => `${header}: ${value}`),
  ]
  return connection.core.makeOutgoingRequestMessage(
    'INVITE',
    contact,
    isAnonymous ? toAnonymousAddress() : toAddress(number, host),
    toAddress(request.extension, host),
    { fromDisplayName: isAnonymous ? 'Anonymous' : toQuotedText(name ?? '') },
    extraHeaders,
    toSdpBody(offerSdp),
  )
}
