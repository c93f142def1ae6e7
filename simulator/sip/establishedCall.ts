/** A leg from its answer to its end: hold, keys, transfer requests and hang-up inside the SIP dialogue. */
import type {
  Body,
  IncomingInfoRequest,
  IncomingInviteRequest,
  IncomingReferRequest,
  Session,
} from 'sip.js/lib/core/index.js'
import { readAudioSdp, type SdpDirection } from '#simulator/media/audioSdp'
import type { LegAudio } from '#simulator/media/legAudio'
import type { MediaPeer } from '#simulator/media/mediaPeer'
import { readDtmfInfo } from '#simulator/sip/dtmfInfo'
import type { PhoneConnection } from '#simulator/sip/phoneConnection'
import type { LegSurroundings } from '#simulator/sip/phoneLeg'
import { allowHeader, mediaTypeOf } from '#simulator/sip/requestCheck'
import { createTransferReports } from '#simulator/sip/transferReports'
import { readTransfer } from '#simulator/sip/transferRequest'
import type { LegId } from '#simulator/telephony'

export interface EstablishedCall {
  /** Applies what the phone said of its media at the beginning; a phone may begin on hold. */
  begin(direction: SdpDirection): void
  hangUp(): void
  reportTransfer(sipStatus: number): void
  isDialogue(callId: string, oneTag: string, otherTag: string): boolean
}

export interface EstablishedCallOptions {
  readonly legId: LegId
  readonly session: Session
  readonly connection: PhoneConnection
  readonly peer: MediaPeer
  readonly audio: LegAudio
  readonly around: LegSurroundings
  /** The dialogue is over, by BYE or for want of an ACK. */
  readonly onEnded: () => void
  /** The ACK of the answer came; with the phone's answer when ours was the offer. */
  readonly onAck: (body: string) => void
}

export function toSdpBody(content: string): Body {
  return { contentDisposition: 'session', contentType: 'application/sdp', content }
}

export function createEstablishedCall(options: EstablishedCallOptions): EstablishedCall {
  const { legId, session, connection, peer, audio, around } = options
  const transfers = createTransferReports(session)
  /** What to do with the ACK that is awaited; the first one is the call's own. */
  let onAck = options.onAck
  let isHeld = false
  let over = false
  let mustSayBye = false

  const end = () => {
    if (over) return
    over = true
    options.onEnded()
  }
  const applyDirection = (direction: SdpDirection) => {
    audio.setFlow({
      isHeard: direction === 'sendrecv',
      hears: direction === 'sendrecv' || direction === 'recvonly',
    })
    const holds = direction === 'sendonly' || direction === 'inactive'
    if (holds === isHeld) return
    isHeld = holds
    around.tell({ kind: holds ? 'held' : 'resumed', legId })
  }
  const accept = (request: IncomingInviteRequest, sdp: string) => {
    const extraHeaders = [connection.contactHeader, allowHeader]
    request.accept({ statusCode: 200, extraHeaders, body: toSdpBody(sdp) })
  }
  /** RFC 3264 section 8: the phone's new offer, or (section 14.2 of RFC 3261) a wish for ours. */
  const renegotiate = async (request: IncomingInviteRequest) => {
    const offered = request.message.body
    if (!offered) {
      const sdp = await peer.offer()
      if (over) return request.reject({ statusCode: 487 })
      onAck = (answer) => takeAnswer(answer)
      return accept(request, sdp)
    }
    const reading = readAudioSdp(offered)
    if (!reading.ok) return request.reject({ statusCode: 488, extraHeaders: [warningOf(reading.reason)] })
    const sdp = await peer.answer(offered)
    if (over) return request.reject({ statusCode: 487 })
    onAck = () => {}
    accept(request, sdp)
    applyDirection(reading.direction)
  }
  const takeAnswer = (answer: string) => {
    const reading = readAudioSdp(answer)
    if (!reading.ok) return
    applyDirection(reading.direction)
    peer
      .acceptAnswer(answer)
      .catch((cause) => around.log.warn({ legId, err: cause }, 'an answer was not usable'))
  }
  const refer = (request: IncomingReferRequest) => {
    const transfer = readTransfer(request.message)
    if (transfer === null) return void request.reject({ statusCode: 400, reasonPhrase: 'Bad Refer-To' })
    transfers.accept(request)
    if (transfer.kind === 'blind') {
      around.tell({ kind: 'transferAsked', legId, target: transfer.target })
      return
    }
    const { callId, toTag, fromTag } = transfer
    const otherLegId = around.findDialogue(connection, callId, toTag, fromTag)
    if (otherLegId === null || otherLegId === legId) transfers.report(481)
    else around.tell({ kind: 'transferToLegAsked', legId, otherLegId })
  }

  session.delegate = {
    onAck({ message }) {
      onAck(message.body ?? '')
      // An order to hang up that came before the ACK (RFC 3261 section 15) waits for it.
      if (mustSayBye) session.bye()
    },
    onAckTimeout() {
      session.bye()
      end()
    },
    onBye(request) {
      request.accept()
      end()
    },
    onInvite(request) {
      renegotiate(request).catch((cause) => {
        around.log.warn({ legId, err: cause }, 'a change of media was refused')
        request.reject({ statusCode: 488 })
      })
    },
    onInfo(request) {
      const press = readPress(request)
      if (press !== null) around.tell({ kind: 'digit', legId, ...press })
    },
    onRefer: refer,
    onNotify: (request) => void request.reject({ statusCode: 481 }),
  }

  return {
    begin: applyDirection,
    hangUp() {
      if (over) return
      over = true
      if (isAwaitingAck(session)) mustSayBye = true
      else session.bye()
    },
    reportTransfer: (sipStatus) => {
      if (!over) transfers.report(sipStatus)
    },
    isDialogue(callId, oneTag, otherTag) {
      const { localTag, remoteTag } = session
      return (
        session.callId === callId &&
        ((oneTag === localTag && otherTag === remoteTag) || (oneTag === remoteTag && otherTag === localTag))
      )
    },
  }
}

function isAwaitingAck(session: Session): boolean {
  return String(session.sessionState) === 'AckWait'
}

/** Answers the INFO and gives the key in it; null when there is none. */
function readPress(request: IncomingInfoRequest) {
  const mediaType = mediaTypeOf(request.message)
  const press = readDtmfInfo(mediaType, request.message.body ?? '')
  if (press !== null) request.accept()
  else if (mediaType.startsWith('application/dtmf')) request.reject({ statusCode: 400 })
  else request.reject({ statusCode: 415, extraHeaders: ['Accept: application/dtmf-relay, application/dtmf'] })
  return press
}

/** RFC 3261 section 20.43: 399 is a warning in words. */
export function warningOf(reason: string): string {
  return `Warning: 399 practice.invalid "${reason}"`
}
