/** Makes a WebSocket look like the message port that oRPC's peers speak through, with a guard at the door. */
import type { BrowserPortLike } from '@orpc/client/message-port'
import { WebSocket } from 'ws'

/** A reader this many bytes behind has stopped reading; keeping more for it would only eat memory. */
const maxUnsentBytes = 32 * 1024 * 1024

/** Text that `isFit` refuses, anything binary, and a reader that does not read, end the connection. */
export function toSocketPort(socket: WebSocket, isFit: (text: string) => boolean): BrowserPortLike {
  return {
    postMessage(data: unknown) {
      // What is said to a closed connection is lost; its `close` has told, or will tell, both peers.
      if (socket.readyState !== WebSocket.OPEN) return
      if (typeof data !== 'string') throw new Error('Only text crosses this boundary')
      if (socket.bufferedAmount > maxUnsentBytes) socket.terminate()
      else socket.send(data)
    },
    onMessage: {
      addListener(listener) {
        socket.on('message', (data, isBinary) => {
          const text = isBinary ? '' : String(data)
          if (isFit(text)) listener(text)
          else socket.close(1003, 'not understood')
        })
      },
    },
    onDisconnect: {
      addListener(listener) {
        socket.on('close', () => listener())
      },
    },
  }
}
