/** Opens one connection from the page to main: a MessagePort in Electron, a WebSocket in a browser. */
import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { BridgeClient } from '#contract/bridge'

export interface BridgeConnection {
  readonly client: BridgeClient
  /** Settles once, when the connection is gone for good. */
  readonly closed: Promise<void>
  close(): void
}

/** Rejects when the socket does not open. */
export function openSocketBridge(url: string): Promise<BridgeConnection> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const closed = new Promise<void>((settle) =>
      socket.addEventListener('close', () => settle(), { once: true }),
    )
    socket.addEventListener(
      'open',
      () =>
        resolve({
          client: createORPCClient<BridgeClient>(new SocketLink({ websocket: socket })),
          closed,
          close: () => socket.close(),
        }),
      { once: true },
    )
    void closed.then(() => reject(new Error('The bridge did not open')))
  })
}

/** The preload script answers at once or not at all. */
const answerWithinMs = 5000

/** Rejects when no port was handed over within 5 s. */
export async function openPortBridge(page: Window): Promise<BridgeConnection> {
  return toConnection(await askForPort(page, 'najva:bridge'))
}

/** Asked of the preload script by a word with a question mark; it answers with the word alone, and one port. */
export function askForPort(page: Window, word: string): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      page.removeEventListener('message', onMessage)
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error('The bridge handed over no port'))
    }, answerWithinMs)
    const onMessage = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== page || event.data !== word || port === undefined) return
      stop()
      resolve(port)
    }
    page.addEventListener('message', onMessage)
    page.postMessage(`${word}?`, page.location.origin === 'null' ? '*' : page.location.origin)
  })
}

function toConnection(port: MessagePort): BridgeConnection {
  const gone = Promise.withResolvers<void>()
  port.addEventListener('close', () => gone.resolve(), { once: true })
  const client = createORPCClient<BridgeClient>(new PortLink({ port }))
  port.start()
  return {
    client,
    closed: gone.promise,
    close() {
      port.close()
      gone.resolve()
    },
  }
}
