/** One WebSocket to the gateway: opened, measured, watched for silence and closed; it never tries twice. */
import type { Agent } from 'node:http'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { WebSocket } from 'ws'
import { checkResponses } from '#contract/responseCheck'
import type { Clock } from '#contract/time'
import { type WireClient, wireContract } from '#contract/wire'
import { isRpcAnswer } from '#main/desk/rpcMessage'
import { toSocketPort } from '#main/desk/socketPort'

/** A link on which nothing arrived for so long is dead, whatever the socket says. */
export const silenceLimitMs = 12_000
const pingEveryMs = 5000
const openTimeoutMs = 5000
/** A snapshot of a large floor is a few megabytes; more than this is not a gateway. */
const maxMessageBytes = 32 * 1024 * 1024

export interface GatewayConnection {
  readonly client: WireClient
  /** Aborted when the connection is closed, by either side. */
  readonly signal: AbortSignal
  /** Tells that the live stream spoke. From the first call on, only the stream counts as a sign of life. */
  heardLive(): void
  /** The stream is over for good; pongs count again. */
  endLive(): void
  close(): void
}

export interface GatewayConnectionEvents {
  onOpen(): void
  /** Once, after `onOpen` or instead of it. */
  onClose(): void
  onRoundTrip(milliseconds: number): void
}

/** `agent`: makes the connection, where the way leads through a proxy. */
export function openGatewayConnection(
  url: URL,
  clock: Clock,
  events: GatewayConnectionEvents,
  agent?: Agent,
): GatewayConnection {
  const socket = new WebSocket(url, {
    ...(agent && { agent }),
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handshakeTimeout: openTimeoutMs,
  })
  const ending = new AbortController()
  const silence = watchSilence(clock, () => socket.terminate())
  let liveCounts = false

  const cancelPings = repeat(clock, pingEveryMs, () => {
    if (socket.readyState === WebSocket.OPEN) socket.ping(String(clock.nowMs()))
  })
  socket.on('pong', (data) => {
    events.onRoundTrip(Math.max(0, clock.nowMs() - Number(data.toString())))
    if (!liveCounts) silence.heard()
  })
  socket.on('open', () => {
    silence.heard()
    socket.ping(String(clock.nowMs()))
    events.onOpen()
  })
  // Every error is followed by `close`, which is where the loss is handled.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    silence.stop()
    cancelPings()
    ending.abort()
    events.onClose()
  })

  return {
    client: createWireClient(socket),
    signal: ending.signal,
    heardLive() {
      liveCounts = true
      silence.heard()
    },
    endLive() {
      liveCounts = false
      silence.heard()
    },
    close: () => socket.terminate(),
  }
}

function createWireClient(socket: WebSocket): WireClient {
  const port = toSocketPort(socket, isRpcAnswer)
  return createORPCClient(new RPCLink({ port, plugins: [checkResponses(wireContract)] }))
}

/** Runs `task` every `everyMs` until the function returned is called. */
function repeat(clock: Clock, everyMs: number, task: () => void): () => void {
  let cancel = clock.after(everyMs, run)
  function run(): void {
    task()
    cancel = clock.after(everyMs, run)
  }
  return () => cancel()
}

function watchSilence(clock: Clock, onDead: () => void) {
  let cancel: (() => void) | null = null
  return {
    heard() {
      cancel?.()
      cancel = clock.after(silenceLimitMs, onDead)
    },
    stop() {
      cancel?.()
    },
  }
}
