/** Takes the MessagePorts that pages bring on one channel: each page checked, one port for each, every message looked at first. */
import type { BrowserPortLike } from '@orpc/client/message-port'
import { type IpcMainEvent, ipcMain, type MessagePortMain } from 'electron'
import type { Log } from '#main/desk/log'
import { createReportLimit } from '#main/desk/reportLimit'
import { isRpcRequest, maxRequestLength } from '#main/desk/rpcMessage'
import { isPage } from '#main/electron/permissionRules'

interface Context {
  /** Notes in the log that something was refused; once a minute at most. */
  tellRefusal(what: string): void
}

export interface PortDoor<C extends Context> {
  readonly channel: string
  /** What is known of the page in this window; null for one that has no business here. */
  readonly welcome: (contentsId: number) => C | null
  /** Answers on the port. */
  readonly answer: (port: BrowserPortLike, context: C) => void
  readonly log: Log
}

/** The function returned closes the door and every port. */
export function openPortDoor<C extends Context>({ channel, welcome, answer, log }: PortDoor<C>): () => void {
  /** A page has one port; a reload brings a new one, and the old one ends. */
  const ports = new Map<number, MessagePortMain>()
  const mayTell = createReportLimit(Date.now, 1)
  const onPort = (event: IpcMainEvent): void => {
    const [port] = event.ports
    const { id } = event.sender
    const context = isOwnPage(event) ? welcome(id) : null
    if (port === undefined || context === null) {
      if (mayTell()) log.warn({ channel }, 'a port was refused: not a page that may have it')
      for (const each of event.ports) each.close()
      return
    }
    ports.get(id)?.close()
    ports.set(id, port)
    port.on('close', () => {
      if (ports.get(id) === port) ports.delete(id)
    })
    answer(toGuardedPort(port, context), context)
    port.start()
  }
  ipcMain.on(channel, onPort)
  return () => {
    ipcMain.off(channel, onPort)
    for (const port of ports.values()) port.close()
  }
}

/** What no page of ours sends ends the port, as it does on a socket: the peer behind it throws on what it does not know. */
function toGuardedPort(port: MessagePortMain, context: Context): BrowserPortLike {
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
