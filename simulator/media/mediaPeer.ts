/** One leg's end of WebRTC: offers, answers, and G.711 in RTP both ways. The only importer of werift. */
import {
  RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpSender,
  RtpHeader,
  RtpPacket,
} from 'werift'
import { withIceLiteFirst, withoutHiddenCandidates } from '#simulator/media/audioSdp'
import { keepEarlyHandshake } from '#simulator/media/earlyHandshake'
import { decodeG711, encodeG711, type G711Law } from '#simulator/media/g711'
import type { SoundPacket } from '#simulator/media/jitterBuffer'
import { createPairSelection, type PairSelection } from '#simulator/media/pairSelection'
import { type Frame, frameSamples } from '#simulator/telephony'

export interface MediaPeerOptions {
  /** Addresses offered as host candidates; nothing is asked of STUN. */
  readonly addresses: readonly string[]
  readonly onSurprise: (cause: unknown) => void
  /**
   * `answered` is ICE-lite (RFC 8445 section 2.5): the phone on this machine makes the checks, so nothing waits on our
   * own pace, and a phone that hides its address behind multicast DNS is reached like any other. `made` is a full
   * agent, for a peer that stands for a phone.
   */
  readonly checks: 'answered' | 'made'
}

export interface MediaPeer {
  /** A first or a further offer, candidates included. */
  offer(): Promise<string>
  /** Throws when the description cannot be accepted, like `answer`. */
  acceptAnswer(sdp: string): Promise<void>
  answer(offerSdp: string): Promise<string>
  /** Sends 20 ms; before the connection stands it is as if nobody had spoken. */
  send(frame: Frame): void
  /** Lets 20 ms pass without sending. */
  pause(): void
  onSound(listener: (packet: SoundPacket) => void): void
  onKey(listener: (timestamp: number, payload: Uint8Array) => void): void
  /** Called at most once, when sound can flow. */
  onConnected(listener: () => void): void
  close(): Promise<void>
}

/** Makes the certificate all peers of this process share; about 20 ms, and none at the first call then. */
export async function prepareCertificate(): Promise<void> {
  await RTCDtlsTransport.SetupCertificate()
}

export function createMediaPeer(options: MediaPeerOptions): MediaPeer {
  const selection = createPairSelection()
  const inTurn = createTurns()
  const connection = createConnection(options, selection)
  const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' })
  const sender = createRtpSender(transceiver.sender, options.onSurprise)
  let soundListener: (packet: SoundPacket) => void = () => {}
  let keyListener: (timestamp: number, payload: Uint8Array) => void = () => {}
  let connectedListener: () => void = () => {}
  let receiving = false

  const receive = (packet: RtpPacket) => {
    const { payloadType, sequenceNumber, timestamp, ssrc } = packet.header
    const codec = transceiver.codecs.find((one) => one.payloadType === payloadType)
    const name = codec?.name.toLowerCase()
    if (name === 'pcmu' || name === 'pcma') {
      const samples = decodeG711(name, packet.payload)
      soundListener({ sequence: sequenceNumber, source: ssrc, samples })
    } else if (name === 'telephone-event') keyListener(timestamp, packet.payload)
  }
  /** Straight from the transport: a phone that does not announce its source (a=ssrc) is heard as well. */
  const startReceiving = () => {
    const transport = connection.dtlsTransports[0]
    if (receiving || transport === undefined) return
    receiving = true
    transport.onRtp.subscribe(receive)
    keepEarlyHandshake(transport)
    if (options.checks === 'answered') selection.follow(transport.iceTransport.connection)
  }
  connection.connectionStateChange.subscribe((state) => {
    if (state !== 'connected') return
    connectedListener()
    connectedListener = () => {}
  })

  return {
    offer: () =>
      inTurn(async () => {
        await connection.setLocalDescription(await connection.createOffer())
        startReceiving()
        return localSdp(connection)
      }),
    acceptAnswer: (sdp) =>
      inTurn(async () => {
        await connection.setRemoteDescription({ type: 'answer', sdp: withoutHiddenCandidates(sdp) })
        startReceiving()
      }),
    answer: (offerSdp) =>
      inTurn(async () => {
        const sdp = withoutHiddenCandidates(offerSdp)
        await connection.setRemoteDescription({ type: 'offer', sdp })
        waitForHandshake(connection, sdp)
        await connection.setLocalDescription(await connection.createAnswer())
        startReceiving()
        resumeChecks(connection, options.onSurprise)
        return localSdp(connection)
      }),
    send: sender.send,
    pause: sender.pause,
    onSound(listener) {
      soundListener = listener
    },
    onKey(listener) {
      keyListener = listener
    },
    onConnected(listener) {
      connectedListener = listener
    },
    close: () => inTurn(() => connection.close()),
  }
}

/** One exchange of descriptions at a time: a peer closed in the middle of one would never come to rest. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task)
    // A failure is told to who asked for it; the next in turn only waits for the end.
    last = turn.catch(() => {})
    return turn
  }
}

function createConnection(
  { addresses, checks }: MediaPeerOptions,
  selection: PairSelection,
): RTCPeerConnection {
  const [only] = addresses
  return new RTCPeerConnection({
    codecs: { audio: audioCodecs(), video: [] },
    iceLite: checks === 'answered',
    iceFilterStunResponse: checks === 'answered' ? selection.filter : undefined,
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [...addresses],
    iceInterfaceAddresses: addresses.length === 1 && only !== undefined ? { udp4: only } : undefined,
    bundlePolicy: 'max-bundle',
  })
}

function audioCodecs(): RTCRtpCodecParameters[] {
  const g711 = { clockRate: 8000, channels: 1 }
  return [
    new RTCRtpCodecParameters({ ...g711, mimeType: 'audio/PCMU', payloadType: 0 }),
    new RTCRtpCodecParameters({ ...g711, mimeType: 'audio/PCMA', payloadType: 8 }),
    new RTCRtpCodecParameters({
      ...g711,
      mimeType: 'audio/telephone-event',
      payloadType: 101,
      parameters: '0-16',
    }),
  ]
}

/** The side that waits for the DTLS handshake is ready at once; the side that begins it would pause for 100 ms. */
function waitForHandshake(connection: RTCPeerConnection, offerSdp: string): void {
  const transport = connection.dtlsTransports[0]
  if (transport?.role === 'auto' && !offerSdp.includes('a=setup:passive')) transport.role = 'server'
}

/** After a restart of ICE (RFC 8445 section 2.4) the library leaves the new checks unheard while the handshake stands. */
function resumeChecks(connection: RTCPeerConnection, onSurprise: (cause: unknown) => void): void {
  for (const { state, iceTransport } of connection.dtlsTransports) {
    const isUnheard = state === 'connected' && iceTransport.connection.nominated === undefined
    if (isUnheard) iceTransport.start().catch(onSurprise)
  }
}

function localSdp(connection: RTCPeerConnection): string {
  const sdp = connection.localDescription?.sdp
  if (sdp === undefined) throw new Error('WebRTC made no description')
  return withIceLiteFirst(sdp)
}

function createRtpSender(
  sender: RTCRtpSender,
  onSurprise: (cause: unknown) => void,
): Pick<MediaPeer, 'send' | 'pause'> {
  let sequence = Math.floor(Math.random() * 0x8000)
  let timestamp = Math.floor(Math.random() * 0x8000_0000)
  /** The first packet after a silence carries the marker (RFC 3551 section 4.1). */
  let marker = true
  const pass = () => {
    timestamp = (timestamp + frameSamples) >>> 0
  }
  return {
    send(frame) {
      const law = lawOf(sender.codec?.name)
      if (law !== null && sender.transport?.state === 'connected') {
        const header = new RtpHeader({
          sequenceNumber: sequence,
          timestamp,
          marker,
          payloadType: sender.codec?.payloadType ?? 0,
        })
        sequence = (sequence + 1) & 0xffff
        marker = false
        const packet = new RtpPacket(header, Buffer.from(encodeG711(law, frame)))
        sender.sendRtp(packet).catch(onSurprise)
      }
      pass()
    },
    pause() {
      marker = true
      pass()
    },
  }
}

function lawOf(codecName: string | undefined): G711Law | null {
  const name = codecName?.toLowerCase()
  return name === 'pcmu' || name === 'pcma' ? name : null
}
