/** A page that speaks the bridge's protocol by hand, so that it can say what no client library would. */
import { WebSocket } from 'ws'

export interface RawAnswer {
  /** As in HTTP: 200, 400 for what does not fit, 404 for no such call; 0 where the socket closed first. */
  readonly status: number
  readonly text: string
}

export interface RawPage {
  /** `body` is a JSON text, sent as it is. */
  ask(path: string, body: string): Promise<RawAnswer>
  sendRaw(data: string | Buffer): void
  /** The code the socket was closed with. */
  readonly closed: Promise<number>
  close(): void
}

export async function openRawPage(
  address: string,
  headers: { readonly origin: string; readonly cookie: string },
): Promise<RawPage> {
  const socket = new WebSocket(address, { headers })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<string, (answer: RawAnswer) => void>()
  let serial = 0
  // A socket that is closed while it still sends tells of it in words nobody needs.
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    for (const settle of waiting.values()) settle({ status: 0, text: `closed with ${code}` })
  })
  socket.on('message', (data) => {
    const { i, p } = JSON.parse(String(data)) as { i: string; p: { s?: number; b?: unknown } }
    waiting.get(i)?.({ status: p.s ?? 200, text: JSON.stringify(p.b ?? null).slice(0, 300) })
    waiting.delete(i)
  })
  return {
    ask(path, body) {
      const id = String(++serial)
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        socket.send(`{"i":"${id}","p":{"u":${JSON.stringify(path)},"b":${body}}}`)
      })
    },
    sendRaw: (data) => socket.send(data),
    closed: new Promise((resolve) => {
      socket.on('close', resolve)
    }),
    close: () => socket.terminate(),
  }
}
