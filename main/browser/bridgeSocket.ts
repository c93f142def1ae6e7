/** Carries the bridge over WebSockets: one page each, checked before the peer reads it, few at a time. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/message-port'
import { type WebSocket, WebSocketServer } from 'ws'
import type { BridgeContext, BridgeRouter } from '#main/desk/bridgeRouter'
import { isRpcRequest } from '#main/desk/rpcMessage'
import { toSocketPort } from '#main/desk/socketPort'

/** A draft note is the largest thing a page sends. */
const maxMessageBytes = 256 * 1024
/** More windows than a person can look at; beyond that something is wrong. */
const maxPages = 16

export interface BridgeSocket {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export function createBridgeSocket(router: BridgeRouter, newContext: () => BridgeContext): BridgeSocket {
  const handler = new RPCHandler(router)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  })
  const pages = new Set<WebSocket>()

  const welcome = (page: WebSocket): void => {
    if (pages.size >= maxPages) {
      page.close(1013, 'too many pages')
      return
    }
    pages.add(page)
    page.on('close', () => pages.delete(page))
    // Every error is followed by `close`, which ends the page's streams.
    page.on('error', () => undefined)
    handler.upgrade(toSocketPort(page, isRpcRequest), { context: newContext() })
  }

  return {
    take: (request, socket, head) => server.handleUpgrade(request, socket, head, welcome),
    close() {
      for (const page of pages) page.terminate()
      server.close()
    },
  }
}
