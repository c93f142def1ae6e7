/** Takes the page's MessagePort and answers the bridge on it; only our own page's main frame may bring one. */
import type { BrowserPortLike } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { type IpcMainEvent, ipcMain, type MessagePortMain } from 'electron'
import type { BridgeContext, BridgeRouter } from '#main/desk/bridgeRouter'
import type { Log } from '#main/desk/log'
import { isRpcRequest, maxRequestLength } from '#main/desk/rpcMessage'
import { isPage } from '#main/electron/permissionRules'

const channel = 'najva:bridge'

export function servePageBridge(router: BridgeRouter, newContext: () => BridgeContext, log: Log): () => void {
  const handler = new RPCHandler(router)
  /** A page has one port; a reload brings a new one, and the old one ends. */
  const ports = new Map<number, MessagePortMain>()
  const onPort = (event: IpcMainEvent): void => {
    const [port] = event.ports
    if (port === undefined || !isOwnPage(event)) {
      log.warn('a bridge was refused: not our page')
      port?.close()
      return
    }
    ports.get(event.sender.id)?.close()
    ports.set(event.sender.id, port)
    const context = newContext()
    handler.upgrade(toGuardedPort(port, context), { context })
    port.start()
  }
  ipcMain.on(channel, onPort)
  return () => {
    ipcMain.off(channel, onPort)
    for (const port of ports.values()) port.close()
  }
}

/** What no page of ours sends ends the port, as it does on a socket: the peer behind it throws on what it does not know. */
function toGuardedPort(port: MessagePortMain, context: BridgeContext): BrowserPortLike {
  return {
    postMessage: (data: unknown) => port.postMessage(data),
    onMessage: {
      addListener(listener) {
        port.on('message', ({ data }: { data: unknown }) => {
          if (typeof data === 'string' && data.length <= maxRequestLength && isRpcRequest(data)) {
            listener(data)
            return
          }
          context.tellRefusal('message')
          port.close()
        })
      },
    },
    onDisconnect: { addListener: (listener) => port.on('close', () => listener()) },
  }
}

/** `senderFrame` is null once the frame has gone or navigated. */
function isOwnPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url)
}
