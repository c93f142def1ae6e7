/** A registrar that accepts everyone and sends whatever bytes a test wants the phone to survive. */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface RawRegistrar {
  readonly serverUrl: string
  /** Everything the phone has sent. */
  readonly heard: string[]
  say(message: string): void
  /** Final answer to REGISTER from now on. */
  registerStatus: number
  /** Asks each request of this method that brings no password for one, as this realm; null for nobody. */
  challenge: { readonly method: string; readonly realm: string } | null
  close(): Promise<void>
}

export async function createRawRegistrar(): Promise<RawRegistrar> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  let phone: WebSocket | null = null
  const registrar: RawRegistrar = {
    serverUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard: [],
    registerStatus: 200,
    challenge: null,
    say: (message) => phone?.send(message),
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
  server.on('connection', (socket) => {
    phone = socket
    socket.on('message', (data) => {
      const message = String(data)
      registrar.heard.push(message)
      const { challenge } = registrar
      if (challenge !== null && message.startsWith(challenge.method) && !/^authorization:/im.test(message)) {
        socket.send(
          toResponse(message, 401, `WWW-Authenticate: Digest realm="${challenge.realm}", nonce="n"`),
        )
        return
      }
      if (/^REGISTER /.test(message)) socket.send(toResponse(message, registrar.registerStatus))
      if (/^OPTIONS /.test(message)) socket.send(toResponse(message, 200))
    })
  })
  return registrar
}

function toResponse(request: string, status: number, ...extra: string[]): string {
  const kept = request.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq|contact):/i.test(line))
  const lines = kept.map((line) => (/^to:/i.test(line) ? `${line};tag=raw` : line))
  return [`SIP/2.0 ${status} Raw`, ...lines, ...extra, 'Content-Length: 0', '', ''].join('\r\n')
}

/** An INVITE with an offer this browser can answer; `change` spoils it. */
export function toInvite(callId: string, change: (lines: string[]) => string[] = (lines) => lines): string {
  const lines = [
    'INVITE sip:1001@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/WS raw.invalid;branch=z9hG4bK${callId}`,
    'Max-Forwards: 70',
    'From: "Sara" <sip:+982112345678@pbx.example>;tag=raw',
    'To: <sip:1001@127.0.0.1>',
    `Call-ID: ${callId}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:raw@raw.invalid;transport=ws>',
    'Content-Length: 0',
  ]
  return [...change(lines), '', ''].join('\r\n')
}
