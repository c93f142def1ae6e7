/** One UDP socket that sends SIP requests until they are answered, and answers the same request the same way twice. */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import {
  branchOf,
  formatSip,
  headerOf,
  methodOf,
  parseSip,
  type SipMessage,
  statusOf,
} from '#tests/support/sip/sipMessage'

export interface SipServer {
  readonly host: string
  readonly port: number
}

export type SipHeaders = readonly (readonly [string, string])[]

export interface SipSocket {
  /** `address:port` of this end. */
  readonly local: string
  /** Settles with the final answer; rejects after `timeoutMs` without one. */
  request(
    method: string,
    uri: string,
    headers: SipHeaders,
    body: string,
    more?: RequestMore,
  ): Promise<SipMessage>
  /** An ACK, which nobody answers; or a CANCEL's branch twin. */
  sendBare(method: string, uri: string, headers: SipHeaders, branch?: string): void
  respond(request: SipMessage, status: number, reason: string, headers?: SipHeaders, body?: string): void
  onRequest(listener: (request: SipMessage) => void): void
  close(): Promise<void>
}

export interface RequestMore {
  readonly onProvisional?: (response: SipMessage) => void
  /** An INVITE may ring for long. */
  readonly timeoutMs?: number
  readonly branch?: string
}

/** T1 of RFC 3261 section 17.1.1.2. */
const firstResendMs = 500

export function newBranch(): string {
  return `z9hG4bK${randomBytes(8).toString('hex')}`
}

export async function openSipSocket(address: string, server: SipServer): Promise<SipSocket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () => resolve())
  })
  const local = `${address}:${socket.address().port}`
  const waiting = new Map<string, (response: SipMessage) => void>()
  const answered = new Map<string, string>()
  const timers = new Set<NodeJS.Timeout>()
  let listener: (request: SipMessage) => void = () => {}
  let isClosed = false

  const send = (text: string): void => {
    if (!isClosed) socket.send(text, server.port, server.host)
  }
  const keyOf = (message: SipMessage) => `${branchOf(message)} ${headerOf(message, 'CSeq').split(' ')[1]}`

  socket.on('message', (data) => {
    const text = data.toString('utf8')
    // A keep-alive of four bytes or fewer is no message.
    if (text.length < 16) return
    const message = parseSip(text)
    if (statusOf(message) > 0) return waiting.get(keyOf(message))?.(message)
    const before = methodOf(message) === 'ACK' ? undefined : answered.get(keyOf(message))
    if (before === undefined) listener(message)
    else if (before !== '') send(before)
  })

  const toText = (method: string, uri: string, branch: string, headers: SipHeaders, body: string): string =>
    formatSip({
      first: `${method} ${uri} SIP/2.0`,
      headers: [
        ['Via', `SIP/2.0/UDP ${local};rport;branch=${branch}`],
        ['Max-Forwards', '70'],
        ...headers,
        ['User-Agent', 'najva-test-phone'],
      ],
      body,
    })

  return {
    local,
    request(method, uri, headers, body, more = {}) {
      const branch = more.branch ?? newBranch()
      const text = toText(method, uri, branch, headers, body)
      const key = `${branch} ${method}`
      return new Promise((resolve, reject) => {
        let resendMs = firstResendMs
        let resend = setTimeout(again, resendMs)
        const limit = setTimeout(() => fail(), more.timeoutMs ?? 8000)
        timers.add(limit)
        function again(): void {
          send(text)
          resendMs = Math.min(4000, resendMs * 2)
          resend = setTimeout(again, resendMs)
          timers.add(resend)
        }
        function settle(): void {
          clearTimeout(resend)
          clearTimeout(limit)
          timers.delete(resend)
          timers.delete(limit)
          waiting.delete(key)
        }
        function fail(): void {
          settle()
          reject(new Error(`${method} was not answered`))
        }
        timers.add(resend)
        waiting.set(key, (response) => {
          if (statusOf(response) < 200) {
            if (method === 'INVITE') clearTimeout(resend)
            more.onProvisional?.(response)
            return
          }
          settle()
          resolve(response)
        })
        send(text)
      })
    },
    sendBare: (method, uri, headers, branch = newBranch()) => send(toText(method, uri, branch, headers, '')),
    respond(request, status, reason, headers = [], body = '') {
      const copied = request.headers.filter(([name]) => /^(via|from|call-id|cseq)$/i.test(name))
      const to = headerOf(request, 'To')
      const own = headers.some(([name]) => name === 'To') ? [] : [['To', to] as const]
      const text = formatSip({
        first: `SIP/2.0 ${status} ${reason}`,
        headers: [...copied, ...own, ...headers],
        body,
      })
      answered.set(keyOf(request), text)
      const oldest = answered.keys().next()
      if (answered.size > 200 && oldest.done !== true) answered.delete(oldest.value)
      send(text)
    },
    onRequest(next) {
      listener = next
    },
    close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      return new Promise((resolve) => socket.close(() => resolve()))
    },
  }
}
