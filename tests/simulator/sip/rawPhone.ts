/** A phone that sends exactly the text it is given, to see how the server takes it. */
import { createHash } from 'node:crypto'
import { WebSocket } from 'ws'
import { createMailbox, type Mailbox } from '#tests/simulator/sip/mailbox'

export interface RawPhone {
  readonly received: Mailbox<string>
  readonly closed: Promise<number>
  send(text: string): void
  /** Sends and gives the next message that comes. */
  ask(text: string): Promise<string>
  isOpen(): boolean
  /** Plays dead from now on. */
  ignorePings(): void
  nextPing(): Promise<void>
  close(): void
}

export async function createRawPhone(serverUrl: string): Promise<RawPhone> {
  const socket = new WebSocket(serverUrl, 'sip')
  const received = createMailbox<string>()
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (data) => received.put(String(data)))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return {
    received,
    closed,
    send: (text) => socket.send(text),
    ask(text) {
      socket.send(text)
      return received.take()
    },
    ignorePings() {
      socket.pong = () => {}
    },
    nextPing: () => new Promise((resolve) => socket.once('ping', () => resolve())),
    isOpen: () => socket.readyState === socket.OPEN,
    close: () => socket.terminate(),
  }
}

/** A request's text; `fields` replace or add header lines, null leaves one out. */
export function requestText(
  method: string,
  uri: string,
  fields: Readonly<Record<string, string | null>> = {},
  body = '',
): string {
  const headers: Record<string, string | null> = {
    Via: `SIP/2.0/WS phone.invalid;branch=z9hG4bK${serial()}`,
    'Max-Forwards': '70',
    From: '<sip:1001@127.0.0.1>;tag=one',
    To: '<sip:1001@127.0.0.1>',
    'Call-ID': `call-${serial()}`,
    CSeq: `1 ${method}`,
    Contact: '<sip:1001@phone.invalid;transport=ws>',
    'Content-Length': String(Buffer.byteLength(body)),
    ...fields,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}`,
  )
  return [`${method} ${uri} SIP/2.0`, ...lines, '', body].join('\r\n')
}

let count = 0
function serial(): number {
  count += 1
  return count
}

export function statusOf(response: string): number {
  return Number(/^SIP\/2\.0 (\d{3}) /.exec(response)?.[1])
}

export function headerOf(message: string, name: string): string | null {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(message)?.[1]?.trim() ?? null
}

/** The Authorization value for a challenge, computed independently of the server's own code. */
export function authorise(
  challenge: string,
  algorithm: 'MD5' | 'SHA-256',
  method: string,
  uri: string,
  user: string,
  password: string,
  count = '00000001',
): string {
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const line = challenge.split('\r\n').find((one) => one.includes(`algorithm=${algorithm}`)) ?? ''
  const realm = /realm="([^"]*)"/.exec(line)?.[1] ?? ''
  const nonce = /nonce="([^"]*)"/.exec(line)?.[1] ?? ''
  const response = hash(
    `${hash(`${user}:${realm}:${password}`)}:${nonce}:${count}:c1:auth:${hash(`${method}:${uri}`)}`,
  )
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
    `algorithm=${algorithm}, qop=auth, nc=${count}, cnonce="c1"`
  )
}

/** Registers 1001 on this connection, which is then trusted to call. */
export async function registerRaw(raw: RawPhone, password: string): Promise<void> {
  const uri = 'sip:127.0.0.1'
  const challenge = await raw.ask(requestText('REGISTER', uri))
  const answer = authorise(challenge, 'MD5', 'REGISTER', uri, '1001', password)
  const accepted = await raw.ask(requestText('REGISTER', uri, { Authorization: answer }))
  if (statusOf(accepted) !== 200) throw new Error(`registration refused: ${accepted}`)
}

/** The body of a message. */
export function bodyOf(message: string): string {
  return message.slice(message.indexOf('\r\n\r\n') + 4)
}
