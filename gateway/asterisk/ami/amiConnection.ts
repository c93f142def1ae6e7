/** One life of one manager connection: greeting, login, actions and their answers, events, and its end. */
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import type { Failure } from '#contract/failure'
import { toFailure } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { AmiMessage } from '#gateway/asterisk/ami/amiMessage'
import { toConnectReason } from '#gateway/asterisk/ami/connectReason'
import { createAmiParser } from '#gateway/asterisk/ami/createAmiParser'
import { type ActionAnswer, createPendingActions } from '#gateway/asterisk/ami/pendingActions'
import { type ActionFields, toActionText } from '#gateway/asterisk/ami/toActionText'

export interface AmiAddress {
  readonly host: string
  readonly port: number
  /** null: a plain connection, for loopback only. `ca`: PEM of the authority; null for the machine's own list. */
  readonly tls: { readonly ca: string | null; readonly serverName: string | null } | null
}

export interface AmiConnectionOptions {
  readonly address: AmiAddress
  readonly user: string
  readonly secret: string
  readonly clock: Clock
  /** Begins every ActionID of this connection: answers meant for other sessions are told by it. */
  readonly idPrefix: string
  onReady(banner: string | null): void
  /** Runs inside the read of the socket: it must only put away. */
  onEvent(event: AmiMessage): void
  /** Once, also when the connection never came to be. null: closed on our wish. */
  onClosed(failure: Failure | null): void
}

export interface AmiConnection {
  /** Sends an action; with `isList`, collects its items until the list is complete. Never rejects. */
  send(name: string, fields?: ActionFields, options?: SendOptions): Promise<ActionAnswer>
  /** Milliseconds from the last ping to its answer; null before the first. */
  readonly roundTripMs: number | null
  close(): void
}

export interface SendOptions {
  readonly isList?: boolean
  /** 4,500 unless told. */
  readonly timeoutMs?: number
}

const connectTimeoutMs = 5000
const pingEveryMs = 15_000
const defaultTimeoutMs = 4500

export function openAmiConnection(options: AmiConnectionOptions): AmiConnection {
  const { address, clock } = options
  const pending = createPendingActions(clock)
  let serial = 0
  let banner: string | null = null
  let isLoggedIn = false
  let isClosed = false
  let missedPings = 0
  let roundTripMs: number | null = null
  let cancelPing = () => {}

  const parser = createAmiParser({ onBanner: (line) => (banner = line), onMessage: take })
  const socket = openSocket(address, (bytes) => parser.push(bytes))
  const cancelConnect = clock.after(connectTimeoutMs, () => end(toFailure('timed-out', nameOf(address))))
  socket.setNoDelay(true)
  socket.once(address.tls === null ? 'connect' : 'secureConnect', logIn)
  socket.on('error', (error) => end(toFailure('switch-away', toConnectReason(error))))
  socket.on('close', () => end(toFailure('switch-away', nameOf(address))))

  function take(message: AmiMessage): void {
    if (pending.take(message)) return
    if (message.kind === 'event') options.onEvent(message)
  }

  async function logIn(): Promise<void> {
    const { user, secret } = options
    const answer = await send('Login', [
      ['Username', user],
      ['Secret', secret],
      ['Events', 'on'],
    ])
    cancelConnect()
    if (isClosed) return
    if (!answer.ok) {
      end(answer.failure.code === 'forbidden' ? toFailure('wrong-password', user) : answer.failure)
      return
    }
    isLoggedIn = true
    schedulePing()
    options.onReady(banner)
  }

  function schedulePing(): void {
    cancelPing = clock.after(pingEveryMs, async () => {
      const sentAtMs = clock.nowMs()
      schedulePing()
      const answer = await send('Ping')
      missedPings = answer.ok ? 0 : missedPings + 1
      if (answer.ok) roundTripMs = Math.max(0, clock.nowMs() - sentAtMs)
      else if (missedPings >= 2) end(toFailure('timed-out', nameOf(address)))
    })
  }

  async function send(
    name: string,
    fields: ActionFields = [],
    { isList = false, timeoutMs = defaultTimeoutMs }: SendOptions = {},
  ): Promise<ActionAnswer> {
    if (isClosed || (!isLoggedIn && name !== 'Login')) return refused('switch-away', nameOf(address))
    serial += 1
    const actionId = `${options.idPrefix}-${serial}`
    const text = toActionText(name, actionId, fields)
    if (text === null) return refused('invalid', name)
    const answer = pending.add(actionId, { isList, timeoutMs, subject: name })
    socket.write(text)
    return answer
  }

  function end(failure: Failure | null): void {
    if (isClosed) return
    isClosed = true
    cancelConnect()
    cancelPing()
    socket.destroy()
    pending.failAll(failure ?? toFailure('switch-away'))
    options.onClosed(failure)
  }

  return {
    send,
    get roundTripMs() {
      return roundTripMs
    },
    close: () => end(null),
  }
}

/** Bytes read at once: a burst is taken in few reads, into one buffer that is used again. */
const readBytes = 262_144

function openSocket({ host, port, tls }: AmiAddress, onBytes: (bytes: Uint8Array) => void): Socket {
  if (tls === null) {
    const take = (count: number, buffer: Uint8Array) => {
      onBytes(buffer.subarray(0, count))
      return true
    }
    return connectTcp({ host, port, onread: { buffer: Buffer.allocUnsafe(readBytes), callback: take } })
  }
  const name = tls.serverName ?? host
  const socket = connectTls({
    host,
    port,
    minVersion: 'TLSv1.2',
    // Only a name can be asked for; an address is checked against the certificate's own list of addresses.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    ...(tls.ca === null ? {} : { ca: tls.ca }),
  })
  return socket.on('data', onBytes)
}

function refused(code: 'switch-away' | 'invalid', subject: string): ActionAnswer {
  return { ok: false, failure: toFailure(code, subject) }
}

function nameOf({ host, port }: AmiAddress): string {
  return `${host}:${port}`
}
