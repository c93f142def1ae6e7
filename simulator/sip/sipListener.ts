/** Opens the WebSocket door that phones come through: loopback, subprotocol `sip`, frames of bounded size. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { largestFrameBytes } from '#simulator/sip/phoneConnection'

export interface SipListener {
  readonly port: number
  /** Cuts every connection and frees the port. */
  close(): Promise<void>
}

/** More than any practice floor needs; keeps a runaway page from taking all memory. */
const mostConnections = 1000

/** How often a connection must show that it lives: one that fell silent holds its calls at most twice as long. */
const heartbeatMs = 20_000

/** Rejects with the system's error (`EADDRINUSE`, …) when the port cannot be had. */
export async function openSipListener(
  host: string,
  port: number,
  onSocket: (socket: WebSocket) => void,
): Promise<SipListener> {
  const http = createServer((_, response) => {
    response.writeHead(426, { upgrade: 'websocket', connection: 'close' }).end()
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  })
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    if (!offersSip(request)) return refuseUpgrade(stream, '400 Bad Request')
    if (sockets.clients.size >= mostConnections) return refuseUpgrade(stream, '503 Service Unavailable')
    sockets.handleUpgrade(request, stream, head, (socket) => {
      watchLife(socket)
      onSocket(socket)
    })
  })
  await listen(http, host, port)
  const address = http.address() as AddressInfo
  return {
    port: address.port,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await new Promise<void>((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      })
    },
  }
}

/**
 * Cuts a connection whose other end has not answered a ping (RFC 6455 section 5.5.2). On the machine's own time, as
 * the socket is, however fast the centre's day may run.
 */
function watchLife(socket: WebSocket): void {
  let hasAnswered = true
  const beat = () => {
    if (!hasAnswered) return socket.terminate()
    hasAnswered = false
    socket.ping()
    timer = setTimeout(beat, heartbeatMs)
  }
  let timer = setTimeout(beat, heartbeatMs)
  socket.on('pong', () => {
    hasAnswered = true
  })
  socket.on('close', () => clearTimeout(timer))
}

/** RFC 7118 section 4.1: a WebSocket without the subprotocol is not a phone. */
function offersSip(request: IncomingMessage): boolean {
  const offered = request.headers['sec-websocket-protocol'] ?? ''
  return offered.split(',').some((protocol) => protocol.trim().toLowerCase() === 'sip')
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(http: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      resolve()
    })
  })
}
