/**
 * The sound of one call: a peer connection made ready while the phone still rings, so that the answer goes out at
 * once. It is the library's session description handler, written for a desk.
 */
import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js'
import { gatherAddresses } from '#renderer/phone/media/gatherAddresses'
import { holdBackCandidates } from '#renderer/phone/media/heldBackCandidates'
import type { PacketCount } from '#renderer/phone/monitoring/phoneLegs'
import { type SoundSample, toSoundSample } from '#renderer/phone/quality/soundSample'

export interface CallMedia {
  /** What the SIP library asks for descriptions. */
  readonly handler: SessionDescriptionHandler
  /**
   * Makes the whole answer while the phone rings, for an offer without its addresses: nothing is sent to the caller's
   * side yet, because checks and DTLS greetings that come before it listens are repeated ever more slowly, and the
   * sound would come later. An offer that cannot be answered is told by `beginAnswer`.
   */
  prepare(offerSdp: string): void
  /**
   * Tells the browser where the caller's side is, in the moment the answer is sent; rejects for an offer this browser
   * cannot answer.
   */
  beginAnswer(): Promise<void>
  /** null lets go of the microphone; the sound of the caller goes on. */
  setMicrophone(track: MediaStreamTrack | null): Promise<void>
  /** What the next offer asks for: `sendonly` on hold (RFC 3264 section 8.4), both ways otherwise. */
  setHeld(held: boolean): void
  /** False where the other side did not agree to RFC 4733 events. */
  sendDigit(digit: string): boolean
  /** When the newest sound of the caller was handed to the loudspeaker, epoch milliseconds; null before any. */
  lastHeardAtMs(): number | null
  countPackets(): Promise<PacketCount>
  /** The next offer asks for a new way for the sound (RFC 8445 section 2.4). */
  restartIce(): void
  connectionState(): RTCPeerConnectionState
  /** Told of every change of the connection the sound takes. */
  onConnectionState(listener: (state: RTCPeerConnectionState) => void): void
  /** Counters and levels of the sound as it is now (`renderer/phone/quality/soundSample`). */
  readSound(atMs: number): Promise<SoundSample>
  readonly remote: MediaStream
  close(): void
}

export interface CallMediaParts {
  readonly iceServers: readonly RTCIceServer[]
  /**
   * Opens the connection now and finds out this machine's own addresses; false unless told. Not to be described before
   * `addressesKnownMs` have passed: Chromium now and then loses for good the addresses of a connection whose
   * description overtakes that search, and the call would stay silent (about one in 200 on a busy machine).
   */
  readonly opensAhead?: boolean
  /** Called once, when sound can flow. */
  readonly onConnected: () => void
  /** Sound flows no more, and no way for it was found again. */
  readonly onFailed?: () => void
}

/** Own addresses come within a few milliseconds of each other; those a server tells take a round trip to it. */
const ownQuietMs = 10
const servedQuietMs = 150
/** Addresses that were looked for so long ago are all known, and come within one turn. */
export const addressesKnownMs = 500
const knownQuietMs = 1
/** RFC 4733 events of 160 ms with 80 ms between, long enough for every menu. */
const digitMs = 160
const digitGapMs = 80

export function createCallMedia(parts: CallMediaParts): CallMedia {
  const media = new Media(parts)
  return {
    handler: media,
    remote: media.remote,
    prepare: (sdp) => media.prepare(sdp),
    beginAnswer: () => media.beginAnswer(),
    setMicrophone: (track) => media.setMicrophone(track),
    setHeld: (held) => media.setHeld(held),
    sendDigit: (digit) => media.sendDtmf(digit),
    lastHeardAtMs: () => media.lastHeardAtMs(),
    countPackets: () => media.countPackets(),
    restartIce: () => media.restartIce(),
    connectionState: () => media.connectionState(),
    onConnectionState: (listener) => media.onConnectionState(listener),
    readSound: (atMs) => media.readSound(atMs),
    close: () => media.close(),
  }
}

/** An offer answered while the phone rings. */
interface PreparedAnswer {
  readonly offerSdp: string
  readonly candidates: readonly RTCIceCandidateInit[]
  /** The offer is in force: addresses can be given. */
  readonly taken: Promise<void>
  readonly answerSdp: Promise<string>
}

class Media implements SessionDescriptionHandler {
  readonly remote = new MediaStream()
  readonly #parts: CallMediaParts
  readonly #connectionListeners: ((state: RTCPeerConnectionState) => void)[] = []
  #opened: RTCPeerConnection | null = null
  #microphone: MediaStreamTrack | null = null
  #direction: RTCRtpTransceiverDirection = 'sendrecv'
  #prepared: PreparedAnswer | null = null
  #answer: Promise<string> | null = null
  #rollback: Promise<void> | null = null

  constructor(parts: CallMediaParts) {
    this.#parts = parts
    if (parts.opensAhead === true) this.#opened = this.#open()
  }

  prepare(offerSdp: string): void {
    const { sdp, candidates } = holdBackCandidates(offerSdp)
    const taken = this.#takeRemote({ type: 'offer', sdp })
    const answerSdp = taken.then(() => this.#describe())
    answerSdp.catch(ignoreUntilAsked)
    this.#prepared = { offerSdp, candidates, taken, answerSdp }
  }

  async beginAnswer(): Promise<void> {
    this.#answer ??= this.#begin()
    await this.#answer
  }

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp'
  }

  async setDescription(sdp: string): Promise<void> {
    if (this.#prepared?.offerSdp === sdp) {
      const { answerSdp } = this.#prepared
      this.#prepared = null
      await answerSdp
      return
    }
    await this.#takeRemote({
      type: this.#peer.signalingState === 'have-local-offer' ? 'answer' : 'offer',
      sdp,
    })
  }

  async getDescription(): Promise<BodyAndContentType> {
    const body = await (this.#answer ?? this.#begin())
    this.#answer = null
    return { body, contentType: 'application/sdp' }
  }

  /** The library may ask twice, where the refusal came of a lost socket. */
  async rollbackDescription(): Promise<void> {
    this.#rollback ??= this.#rollBack().finally(() => {
      this.#rollback = null
    })
    await this.#rollback
  }

  async #rollBack(): Promise<void> {
    const state = this.#peer.signalingState
    if (state === 'have-local-offer') await this.#peer.setLocalDescription({ type: 'rollback' })
    else if (state === 'have-remote-offer') await this.#peer.setRemoteDescription({ type: 'rollback' })
  }

  async setMicrophone(track: MediaStreamTrack | null): Promise<void> {
    this.#microphone = track
    await this.#audio()?.sender.replaceTrack(track)
  }

  setHeld(held: boolean): void {
    this.#direction = held ? 'sendonly' : 'sendrecv'
    const audio = this.#audio()
    if (audio !== null) audio.direction = this.#direction
  }

  sendDtmf(tones: string): boolean {
    const sender = this.#audio()?.sender.dtmf
    if (sender === null || sender === undefined || !sender.canInsertDTMF) return false
    // Appending keeps digits that were typed faster than they sound.
    sender.insertDTMF(sender.toneBuffer + tones, digitMs, digitGapMs)
    return true
  }

  lastHeardAtMs(): number | null {
    const source = this.#audio()?.receiver.getSynchronizationSources()[0]
    return source === undefined ? null : source.timestamp
  }

  async countPackets(): Promise<PacketCount> {
    const count = { received: 0, sent: 0 }
    for (const report of (await this.#peer.getStats()).values()) {
      if (report.type === 'inbound-rtp') count.received += report.packetsReceived
      if (report.type === 'outbound-rtp') count.sent += report.packetsSent
    }
    return count
  }

  async readSound(atMs: number): Promise<SoundSample> {
    const direction = this.#audio()?.currentDirection ?? 'sendrecv'
    const ways = { receives: direction.includes('recv'), sends: direction.includes('send') }
    return toSoundSample(await this.#peer.getStats(), ways, atMs)
  }

  restartIce(): void {
    this.#opened?.restartIce()
  }

  connectionState(): RTCPeerConnectionState {
    return this.#opened?.connectionState ?? 'new'
  }

  onConnectionState(listener: (state: RTCPeerConnectionState) => void): void {
    this.#connectionListeners.push(listener)
  }

  close(): void {
    this.#opened?.close()
    for (const track of this.remote.getTracks()) this.remote.removeTrack(track)
  }

  /** Opened when first needed: that alone keeps the page busy for milliseconds the card of the ring has use for. */
  get #peer(): RTCPeerConnection {
    this.#opened ??= this.#open()
    return this.#opened
  }

  #open(): RTCPeerConnection {
    const peer = new RTCPeerConnection({
      iceServers: [...this.#parts.iceServers],
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      iceCandidatePoolSize: this.#parts.opensAhead === true ? 1 : 0,
    })
    peer.addEventListener('track', ({ track }) => {
      if (track.kind === 'audio') this.remote.addTrack(track)
    })
    let isConnected = false
    const onState = () => {
      for (const listener of this.#connectionListeners) listener(peer.connectionState)
      if (peer.connectionState === 'failed') this.#parts.onFailed?.()
      if (peer.connectionState !== 'connected' || isConnected) return
      isConnected = true
      this.#parts.onConnected()
    }
    peer.addEventListener('connectionstatechange', onState)
    return peer
  }

  #audio(): RTCRtpTransceiver | null {
    return this.#peer.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio') ?? null
  }

  async #takeRemote(description: RTCSessionDescriptionInit): Promise<void> {
    await this.#peer.setRemoteDescription(description)
    const audio = this.#audio()
    if (audio === null) throw new Error('The offer holds no audio')
    audio.direction = this.#direction
    if (this.#microphone !== null && audio.sender.track !== this.#microphone)
      await audio.sender.replaceTrack(this.#microphone)
  }

  /** The answer made while it rang, otherwise one for the offer that waits, otherwise an offer of our own. */
  async #begin(): Promise<string> {
    if (this.#prepared === null) return this.#describe()
    const { taken, answerSdp, candidates } = this.#prepared
    await taken
    // The ways are tried while this side still looks for its own addresses.
    for (const candidate of candidates) this.#peer.addIceCandidate(candidate).catch(ignoreUnusable)
    return answerSdp
  }

  async #describe(): Promise<string> {
    if (this.#audio() === null) await this.#addAudio()
    await this.#peer.setLocalDescription()
    await gatherAddresses(this.#peer, this.#toQuietMs())
    const sdp = this.#peer.localDescription?.sdp
    if (sdp === undefined) throw new Error('The peer connection made no description')
    return sdp
  }

  #toQuietMs(): number {
    const { opensAhead, iceServers } = this.#parts
    if (opensAhead === true) return knownQuietMs
    return iceServers.length === 0 ? ownQuietMs : servedQuietMs
  }

  async #addAudio(): Promise<void> {
    const audio = this.#peer.addTransceiver('audio', { direction: this.#direction })
    if (this.#microphone !== null) await audio.sender.replaceTrack(this.#microphone)
  }
}

/** The same promise is awaited again when the answer is asked for; it is told there. */
function ignoreUntilAsked(): void {}

/** One address that cannot be used is no reason to give up those that can. */
function ignoreUnusable(): void {}
