/** Carries the bridge over WebSockets: one page each, checked before the peer reads it, few at a time. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/message-port'
import { type WebSocket, WebSocketServer } from 'ws'
import type { BridgeContext, BridgeRouter } from '#main/desk/bridgeRouter'
import type { PageRole } from '#main/desk/pageRights'
import { isRpcRequest, maxRequestLength } from '#main/desk/rpcMessage'
import { toSocketPort } from '#main/desk/socketPort'

/** More windows than a person can look at; beyond that something is wrong. */
const maxPages = 16

export interface BridgeSocket {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export function createBridgeSocket(
  router: BridgeRouter,
  newContext: (role: PageRole) => BridgeContext,
): BridgeSocket {
  const handler = new RPCHandler(router)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxRequestLength,
    perMessageDeflate: false,
  })
  const pages = new Set<WebSocket>()

  const welcome = (page: WebSocket, request: IncomingMessage): void => {
    if (pages.size >= maxPages) {
      page.close(1013, 'too many pages')
      return
    }
    pages.add(page)
    page.on('close', () => pages.delete(page))
    const context = newContext(toRole(request.url))
    // Every error is followed by `close`, which ends the page's streams; one is a message beyond `maxPayload`.
    page.on('error', () => context.tellRefusal('message'))
    const isFit = (text: string): boolean => {
      const fits = isRpcRequest(text)
      if (!fits) context.tellRefusal('message')
      return fits
    }
    handler.upgrade(toSocketPort(page, isFit), { context })
  }

  return {
    take: (request, socket, head) => server.handleUpgrade(request, socket, head, welcome),
    close() {
      for (const page of pages) page.terminate()
      server.close()
    },
  }
}

/** A page that says it is a wallboard gives up the rest: whatever else it asks is refused. */
function toRole(target = '/'): PageRole {
  const view = URL.parse(target, 'http://desk')?.searchParams.get('view')
  return view === 'wallboard' ? 'wallboard' : 'desk'
}
