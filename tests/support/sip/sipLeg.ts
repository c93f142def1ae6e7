/** One call of a test phone: its dialog, and what the person at the phone does with it. */
import { randomBytes } from 'node:crypto'
import { silenceDb } from '#simulator/media/toneLevel'
import { answerChallenge, type DigestLogin } from '#tests/support/sip/digest'
import type { RtpSound } from '#tests/support/sip/rtpSound'
import {
  branchOf,
  headerOf,
  methodOf,
  type SipMessage,
  statusOf,
  tagOf,
  uriOf,
} from '#tests/support/sip/sipMessage'
import { newBranch, type SipHeaders, type SipSocket } from '#tests/support/sip/sipSocket'
import { type CodecName, codecLines, findPayloadType } from '#tests/support/sip/voiceCodec'

/** ringing: not answered yet, whichever side called. */
export type LegState = 'ringing' | 'up' | 'ended'

export interface SipLeg {
  readonly id: string
  readonly direction: 'out' | 'in'
  readonly state: LegState
  /** Final status of an INVITE that failed; 0 otherwise. */
  readonly status: number
  /** A header of the INVITE that rang here. */
  header(name: string): string
  /** Settles when the leg is in that state, or `ended` came first. */
  until(state: LegState): Promise<LegState>
  answer(): void
  reject(status: number): void
  /** CANCEL while it rings, BYE when it is up. */
  hangUp(): void
  /** Settles with the status of the re-INVITE. */
  hold(): Promise<number>
  resume(): Promise<number>
  /** REFER; settles with its status. The other party is sent to `target`. */
  transfer(target: string): Promise<number>
  /** REFER with Replaces: the other parties of both legs are joined. */
  transferTo(other: SipLeg): Promise<number>
  /** Level of a tone in this call alone, in dB below full scale. */
  levelDb(hz: number): number
  /** `Call-ID;to-tag;from-tag` as the other side knows them. */
  readonly replaces: string
}

export interface LegWorld {
  readonly socket: SipSocket
  readonly user: string
  readonly host: string
  readonly server: string
  readonly login: DigestLogin | null
  readonly mediaPort: number
  readonly sound: RtpSound | null
  readonly displayName: string
  /** The one codec it offers and takes. */
  readonly codec: CodecName
  forget(leg: LegCore): void
}

/** What the phone hands the messages of a dialog to. */
export interface LegCore extends SipLeg {
  hear(request: SipMessage): void
}

export function createLeg(
  world: LegWorld,
  start: { target: string; headers?: SipHeaders } | { invite: SipMessage },
): LegCore {
  const { socket } = world
  const invite = 'invite' in start ? start.invite : null
  const id =
    invite === null ? `${randomBytes(10).toString('hex')}@${world.host}` : headerOf(invite, 'Call-ID')
  const localTag = randomBytes(6).toString('hex')
  const self = `<sip:${world.user}@${world.host}>`
  const contact = `<sip:${world.user}@${socket.local}>`
  const name = world.displayName === '' ? '' : `"${world.displayName}" `
  const local = `${name}${self};tag=${localTag}`
  const targetUri = 'target' in start ? `sip:${start.target}@${world.server}` : ''
  const waiters = new Set<() => void>()
  const inviteBranch = newBranch()
  let remote = invite === null ? `<${targetUri}>` : headerOf(invite, 'From')
  let remoteTarget = invite === null ? targetUri : uriOf(headerOf(invite, 'Contact'))
  let state: LegState = 'ringing'
  let status = 0
  let cseq = 100
  let version = 1
  let isCancelled = false
  let hasProvisional = false
  let authorization: SipHeaders = []
  let payloadType = codecLines[world.codec].payloadType
  /** Where the other side sends its sound from, by its SDP; 0 before there is one. */
  let soundPort = 0

  function enter(next: LegState): void {
    if (state === next || state === 'ended') return
    state = next
    if (next === 'ended') {
      world.sound?.leave(id)
      world.forget(leg)
    }
    for (const waiter of [...waiters]) waiter()
  }

  function toSdp(direction: 'sendrecv' | 'sendonly'): string {
    version += 1
    return [
      'v=0',
      `o=- 1 ${version} IN IP4 ${world.host}`,
      's=-',
      `c=IN IP4 ${world.host}`,
      't=0 0',
      `m=audio ${world.mediaPort} RTP/AVP ${payloadType} 101`,
      `a=rtpmap:${payloadType} ${codecLines[world.codec].encoding}`,
      'a=rtpmap:101 telephone-event/8000',
      'a=ptime:20',
      `a=${direction}`,
      '',
    ].join('\r\n')
  }

  const dialogHeaders = (method: string, number: number): SipHeaders => [
    ['From', local],
    ['To', remote],
    ['Call-ID', id],
    ['CSeq', `${number} ${method}`],
    ['Contact', contact],
    ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, NOTIFY, REFER'],
  ]
  const withSdp: SipHeaders = [['Content-Type', 'application/sdp']]

  function learn(response: SipMessage): void {
    remote = headerOf(response, 'To')
    const where = headerOf(response, 'Contact')
    if (where !== '') remoteTarget = uriOf(where)
    hearSdp(response.body)
  }

  function hearSdp(sdp: string): void {
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0)
    const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1]
    payloadType = findPayloadType(sdp, world.codec) ?? payloadType
    if (port === 0 || host === undefined) return
    soundPort = port
    world.sound?.speakTo(id, host === '0.0.0.0' ? world.server : host, port, payloadType)
  }

  const acknowledge = (number: number, branch?: string) =>
    socket.sendBare(
      'ACK',
      branch === undefined ? remoteTarget : targetUri,
      dialogHeaders('ACK', number),
      branch,
    )

  /** INVITE until its final answer, once more with an answer to a challenge. */
  async function sendInvite(sdp: string, isFirst: boolean, branch = newBranch()): Promise<number> {
    cseq += 1
    const number = cseq
    const extra = isFirst && 'headers' in start ? (start.headers ?? []) : []
    const headers = [...dialogHeaders('INVITE', number), ...authorization, ...extra, ...withSdp]
    const uri = isFirst ? targetUri : remoteTarget
    const response = await socket.request('INVITE', uri, headers, sdp, {
      branch,
      timeoutMs: 180_000,
      onProvisional() {
        hasProvisional = true
        if (isFirst && isCancelled) cancel()
      },
    })
    const final = statusOf(response)
    if (final < 300) {
      learn(response)
      acknowledge(number)
      return final
    }
    const before = remote
    remote = headerOf(response, 'To')
    acknowledge(number, branch)
    remote = before
    const challenge = headerOf(response, 'WWW-Authenticate') || headerOf(response, 'Proxy-Authenticate')
    if ((final !== 401 && final !== 407) || authorization.length > 0 || world.login === null) return final
    const field = final === 401 ? 'Authorization' : 'Proxy-Authorization'
    authorization = [[field, answerChallenge(challenge, world.login, 'INVITE', uri)]]
    const again = await sendInvite(sdp, isFirst, isFirst ? inviteBranch : undefined)
    authorization = []
    return again
  }

  async function dial(): Promise<void> {
    const branch = world.login === null ? inviteBranch : newBranch()
    const final = await sendInvite(toSdp('sendrecv'), true, branch)
    if (final >= 300) {
      status = final
      enter('ended')
      return
    }
    enter('up')
    // The answer crossed our CANCEL.
    if (isCancelled) bye()
  }

  function cancel(): void {
    const headers: SipHeaders = [
      ['From', local],
      ['To', `<${targetUri}>`],
      ['Call-ID', id],
      ['CSeq', `${cseq} CANCEL`],
    ]
    socket.request('CANCEL', targetUri, headers, '', { branch: inviteBranch }).catch(surrender)
  }

  function bye(): void {
    if (state === 'ended') return
    cseq += 1
    const headers = dialogHeaders('BYE', cseq)
    enter('ended')
    socket.request('BYE', remoteTarget, headers, '').catch(surrender)
  }

  /** The switch is gone or hangs: for this phone the call is over. */
  function surrender(): void {
    status = 408
    enter('ended')
  }

  async function send(method: string, headers: SipHeaders): Promise<number> {
    cseq += 1
    const answer = await socket.request(
      method,
      remoteTarget,
      [...dialogHeaders(method, cseq), ...headers],
      '',
    )
    return statusOf(answer)
  }

  function answerInvite(request: SipMessage): void {
    hearSdp(request.body)
    socket.respond(
      request,
      200,
      'OK',
      [['To', toOwn(request)], ['Contact', contact], ...withSdp],
      toSdp('sendrecv'),
    )
  }

  const toOwn = (request: SipMessage) => {
    const to = headerOf(request, 'To')
    return tagOf(to) === '' ? `${to};tag=${localTag}` : to
  }

  function hear(request: SipMessage): void {
    switch (methodOf(request)) {
      case 'BYE':
        socket.respond(request, 200, 'OK')
        enter('ended')
        break
      case 'CANCEL':
        socket.respond(request, 200, 'OK')
        if (state !== 'ringing' || invite === null) break
        socket.respond(invite, 487, 'Request Terminated', [['To', toOwn(invite)]])
        status = 487
        enter('ended')
        break
      case 'INVITE':
        answerInvite(request)
        break
      case 'ACK':
        break
      case 'NOTIFY':
        socket.respond(request, 200, 'OK')
        if (/^SIP\/2\.0 2\d\d/m.test(request.body)) bye()
        break
      default:
        socket.respond(request, 200, 'OK')
    }
  }

  const leg: LegCore = {
    id,
    direction: invite === null ? 'out' : 'in',
    get state() {
      return state
    },
    get status() {
      return status
    },
    header: (wanted) => (invite === null ? '' : headerOf(invite, wanted)),
    until: (wanted) =>
      new Promise((resolve) => {
        const check = () => {
          if (state !== wanted && state !== 'ended') return
          waiters.delete(check)
          resolve(state)
        }
        waiters.add(check)
        check()
      }),
    answer() {
      if (invite === null || state !== 'ringing') return
      answerInvite(invite)
      enter('up')
    },
    reject(code) {
      if (invite === null || state !== 'ringing') return
      socket.respond(invite, code, 'No', [['To', toOwn(invite)]])
      enter('ended')
    },
    hangUp() {
      if (state === 'up') bye()
      else if (state === 'ringing' && invite === null && !isCancelled) {
        isCancelled = true
        if (hasProvisional) cancel()
      } else if (state === 'ringing' && invite !== null) leg.reject(486)
    },
    hold: () => sendInvite(toSdp('sendonly'), false),
    resume: () => sendInvite(toSdp('sendrecv'), false),
    transfer: (target) =>
      send('REFER', [
        ['Refer-To', `<sip:${target}@${world.server}>`],
        ['Referred-By', self],
      ]),
    transferTo: (other) =>
      send('REFER', [
        ['Refer-To', `<sip:${world.server}?Replaces=${encodeURIComponent(other.replaces)}>`],
        ['Referred-By', self],
      ]),
    levelDb: (hz) => world.sound?.levelDb(hz, soundPort) ?? silenceDb,
    get replaces() {
      // As the other side sees it: its own tag is ours to name first (RFC 3891 section 3).
      return `${id};to-tag=${tagOf(remote)};from-tag=${localTag}`
    },
    hear,
  }
  if (invite === null) dial().catch(surrender)
  else
    socket.respond(invite, 180, 'Ringing', [
      ['To', toOwn(invite)],
      ['Contact', contact],
    ])
  return leg
}

export const isOfDialog = (message: SipMessage): boolean =>
  tagOf(headerOf(message, 'To')) !== '' || methodOf(message) === 'CANCEL' || branchOf(message) === ''
