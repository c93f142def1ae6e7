/** Takes the page's MessagePort and answers the bridge on it; only our own page's main frame may bring one. */
import { RPCHandler } from '@orpc/server/message-port'
import { type IpcMainEvent, ipcMain, type MessagePortMain } from 'electron'
import type { BridgeContext, BridgeRouter } from '#main/desk/bridgeRouter'
import type { Log } from '#main/desk/log'
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
    handler.upgrade(port, { context: newContext() })
    port.start()
  }
  ipcMain.on(channel, onPort)
  return () => {
    ipcMain.off(channel, onPort)
    for (const port of ports.values()) port.close()
  }
}

/** `senderFrame` is null once the frame has gone or navigated. */
function isOwnPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url)
}
