/** The gateway's door: one WebSocket endpoint for desks, closed to browsers, oversized messages and the silent. */
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import type { Logger } from 'pino'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Clock } from '#contract/time'
import { StartRefused } from '#gateway/startRefused'
import type { createWireRouter, WireContext } from '#gateway/wireRouter'

export interface ListenOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** PEM. Without it only a loopback address is served. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
}

export interface WireServer {
  /** `ws://host:port/wire`, or `wss:` with TLS. */
  readonly url: string
  readonly connections: number
  close(): Promise<void>
}

export interface WireServerOptions {
  readonly listen: ListenOptions
  readonly router: ReturnType<typeof createWireRouter>
  readonly onClosed: (desk: WireContext['desk']) => void
  /** Puts the texts desks share in place of the notes of them. */
  readonly expand: (frame: string) => string
  readonly clock: Clock
  /** A connection that does not answer a ping before the next one is dead. */
  readonly heartbeatMs: number
  readonly log: Logger
}

const path = '/wire'
/** The longest note is 8,000 characters, six bytes each at worst. */
const maxMessageBytes = 128 * 1024
const maxConnections = 1000

export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const { listen, router, onClosed, expand, clock, heartbeatMs, log } = options
  refuseOpenNetwork(listen)
  const server = listen.tls === undefined ? createServer() : createTlsServer(listen.tls)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  const handler = new RPCHandler<WireContext>(router)

  server.on('request', (_request, response) => response.writeHead(426).end('WebSocket only'))
  server.on('upgrade', (request, socket, head) => {
    const status = judgeUpgrade(request, sockets.clients.size)
    if (status !== null) return refuse(socket, status)
    sockets.handleUpgrade(request, socket, head, (client) => serve(client))
  })

  function serve(client: WebSocket): void {
    const desk: WireContext['desk'] = { session: null, isOpen: true, streams: 0 }
    const stopHeartbeat = keepHeartbeat(client, heartbeatMs, clock)
    client.on('error', (error) => log.debug({ err: error }, 'connection error'))
    client.on('close', () => {
      stopHeartbeat()
      onClosed(desk)
    })
    // Settles at once: it only begins to listen.
    void handler.upgrade(toPeer(client, expand), { context: { desk } })
  }

  await listening(server, listen)
  const { port } = server.address() as AddressInfo
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host
  return {
    url: `${listen.tls === undefined ? 'ws' : 'wss'}://${host}:${port}${path}`,
    get connections() {
      return sockets.clients.size
    },
    async close() {
      for (const client of sockets.clients) client.terminate()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Passwords and calls never cross a network in the clear. */
function refuseOpenNetwork({ host, tls }: ListenOptions): void {
  if (isLoopback(host) || tls !== undefined) return
  throw new StartRefused(
    'invalid',
    host,
    `The gateway serves ${host} only with TLS: give a key and certificate`,
  )
}

function listening(server: ReturnType<typeof createServer>, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      reject(isTaken ? new StartRefused('port-taken', String(port), `Port ${port} is in use`, error) : error)
    })
    server.listen(port, host, resolve)
  })
}

/** The HTTP status a connection is refused with; null lets it in. Desks are programs: a web page has no business. */
function judgeUpgrade(request: IncomingMessage, connections: number): number | null {
  if (request.url?.split('?')[0] !== path) return 404
  if (connections >= maxConnections) return 503
  const { origin, host } = request.headers
  if (origin === undefined) return null
  return URL.canParse(origin) && new URL(origin).host === host ? null : 403
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function keepHeartbeat(client: WebSocket, everyMs: number, clock: Clock): () => void {
  let isAlive = true
  let cancel = () => {}
  const beat = () => {
    if (!isAlive) return client.terminate()
    isAlive = false
    client.ping()
    cancel = clock.after(everyMs, beat)
  }
  client.on('pong', () => {
    isAlive = true
  })
  cancel = clock.after(everyMs, beat)
  return () => cancel()
}

/** A request or its withdrawal, as the RPC protocol frames them; anything else is not a desk speaking. */
const Frame = z.object({
  i: z.union([z.string().max(64), z.number()]),
  t: z.union([z.literal(1), z.literal(4)]).optional(),
  p: z
    .object({ u: z.string().startsWith('/').max(256), h: z.record(z.string(), z.unknown()).optional() })
    .optional(),
})

/**
 * The socket as the RPC handler sees it. Messages are judged first, so that none of them can end up in an error
 * text; sending settles when the bytes have left, so that a stream is pulled no faster than its desk reads.
 */
function toPeer(
  client: WebSocket,
  expand: (frame: string) => string,
): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = (data: string | Buffer) =>
    new Promise<void>((resolve) => {
      client.send(typeof data === 'string' ? expand(data) : data, () => resolve())
    })
  const addEventListener: WebSocket['addEventListener'] = (type: string, listener: unknown) => {
    if (typeof listener !== 'function') return
    if (type === 'close') client.on('close', () => listener({ type }))
    if (type === 'message') {
      client.on('message', (data, isBinary) => {
        const text = isBinary ? null : toFrame(data)
        if (text === null) client.close(1008, 'not the wire protocol')
        else listener({ type, data: text })
      })
    }
  }
  return { addEventListener, send }
}

function toFrame(data: RawData): string | null {
  const text = data.toString()
  try {
    const frame = Frame.safeParse(JSON.parse(text))
    const isWhole = frame.success && (frame.data.t === 4 || frame.data.p !== undefined)
    return isWhole ? text : null
  } catch {
    // Not JSON: refused by the caller, with nothing of it kept.
    return null
  }
}
