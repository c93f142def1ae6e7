/** A small SIP phone over UDP for tests: a caller at the trunk, or a registered phone of a person. */
import { createSocket } from 'node:dgram'
import { silenceDb } from '#simulator/media/toneLevel'
import { answerChallenge } from '#tests/support/sip/digest'
import { type HeardFrame, openRtpSound } from '#tests/support/sip/rtpSound'
import { createLeg, type LegCore, type LegWorld, type SipLeg } from '#tests/support/sip/sipLeg'
import { headerOf, methodOf, statusOf } from '#tests/support/sip/sipMessage'
import { openSipSocket, type SipHeaders } from '#tests/support/sip/sipSocket'
import type { CodecName } from '#tests/support/sip/voiceCodec'

export interface SipPhoneOptions {
  /** Own address: the trunk's for callers, 127.0.0.1 for people. */
  readonly address: string
  readonly sipPort: number
  /** The number it calls from, or its extension. */
  readonly user: string
  readonly displayName?: string
  /** null for a caller, whom the trunk vouches for. */
  readonly password: string | null
  /** A tone it speaks all the time; null for a phone without sound. */
  readonly toneHz: number | null
  /** Speaks in every call it has at once; in the newest alone unless told. */
  readonly speaksInAll?: boolean
}

export interface SipPhone {
  readonly user: string
  readonly legs: readonly SipLeg[]
  /**
   * Settles with the final status. 0 seconds takes every place of the phone back (RFC 3261 section 10.2.2). `place`: what
   * it calls itself there, a page a word of its own; its user unless told.
   */
  register(expiresSeconds?: number, place?: string): Promise<number>
  /** `headers`: what its INVITE says besides. */
  call(target: string, headers?: SipHeaders): SipLeg
  /** Bodies of what it was told outside calls, oldest first. */
  readonly told: readonly string[]
  onRing(listener: (leg: SipLeg) => void): void
  /** The one codec it offers and takes from its next call on, G.711 µ-law unless told; not to be changed within a call. */
  speakIn(name: CodecName): void
  /** Level of a tone at its ear now, in dB below full scale. */
  levelDb(hz: number): number
  /** What has come to its ear since then, by `performance.now()`; nothing at a phone without sound. */
  heardSince(atMs: number): readonly HeardFrame[]
  /** Its own place, `address:port`. */
  readonly local: string
  close(): Promise<void>
}

export async function openSipPhone(options: SipPhoneOptions): Promise<SipPhone> {
  const { address, user, password, toneHz } = options
  const server = { host: '127.0.0.1', port: options.sipPort }
  const socket = await openSipSocket(address, server)
  const sound = toneHz === null ? null : await openRtpSound(address, toneHz, options.speaksInAll)
  // Without sound a port is offered all the same, and what arrives there is dropped.
  const sink = sound === null ? await openSink(address) : null
  const legs = new Map<string, LegCore>()
  const login = password === null ? null : { user, password }
  const told: string[] = []
  let onRing: (leg: SipLeg) => void = () => {}
  let codec: CodecName = 'pcmu'
  let cseq = 1
  const registration = `${user}-${Math.random().toString(36).slice(2)}@${address}`
  const world: LegWorld = {
    socket,
    user,
    host: address,
    server: `${server.host}:${server.port}`,
    login,
    mediaPort: sound?.port ?? sink?.port ?? 9,
    sound,
    displayName: options.displayName ?? '',
    get codec() {
      return codec
    },
    forget: (leg) => legs.delete(leg.id),
  }

  socket.onRequest((request) => {
    const known = legs.get(headerOf(request, 'Call-ID'))
    if (known !== undefined) return known.hear(request)
    const method = methodOf(request)
    if (method === 'ACK') return
    if (method !== 'INVITE') {
      if (method === 'NOTIFY') told.push(request.body)
      const isPing = method === 'OPTIONS' || method === 'NOTIFY'
      return socket.respond(request, isPing ? 200 : 481, isPing ? 'OK' : 'Call Does Not Exist')
    }
    const leg = createLeg(world, { invite: request })
    legs.set(leg.id, leg)
    onRing(leg)
  })

  /** Each time from a new place, as a page does that has connected anew: the switch then asks at once whether it is there. */
  async function register(expiresSeconds = 3600, place = user): Promise<number> {
    const uri = `sip:${world.server}`
    const contact = expiresSeconds === 0 ? '*' : `<sip:${place}@${socket.local};line=${cseq}>`
    const headers = (): SipHeaders => [
      ['From', `<sip:${user}@${server.host}>;tag=${registration.slice(0, 12)}`],
      ['To', `<sip:${user}@${server.host}>`],
      ['Call-ID', registration],
      ['CSeq', `${cseq++} REGISTER`],
      ['Contact', contact],
      ['Expires', String(expiresSeconds)],
    ]
    const first = await socket.request('REGISTER', uri, headers(), '')
    if (statusOf(first) !== 401 || login === null) return statusOf(first)
    const answer = answerChallenge(headerOf(first, 'WWW-Authenticate'), login, 'REGISTER', uri)
    const second = await socket.request('REGISTER', uri, [...headers(), ['Authorization', answer]], '')
    return statusOf(second)
  }

  return {
    user,
    get legs() {
      return [...legs.values()]
    },
    register,
    told,
    call(target, headers = []) {
      const leg = createLeg(world, { target, headers })
      legs.set(leg.id, leg)
      return leg
    },
    onRing(listener) {
      onRing = listener
    },
    speakIn(name) {
      if (legs.size > 0) throw new Error(`${user} is in a call`)
      codec = name
      sound?.speakIn(name)
    },
    levelDb: (hz) => sound?.levelDb(hz) ?? silenceDb,
    heardSince: (atMs) => sound?.heardSince(atMs) ?? [],
    local: socket.local,
    async close() {
      for (const leg of legs.values()) leg.hangUp()
      sound?.close()
      sink?.close()
      await socket.close()
    },
  }
}

function openSink(address: string): Promise<{ readonly port: number; close(): void }> {
  const socket = createSocket('udp4')
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () => resolve({ port: socket.address().port, close: () => socket.close() }))
  })
}
