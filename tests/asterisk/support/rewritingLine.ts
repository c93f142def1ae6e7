/** A TCP line to a manager port that changes a word of what the switch says, as another version would say it. */
import { connect, createServer, type Socket } from 'node:net'

export interface RewritingLine {
  readonly port: number
  close(): Promise<void>
}

/** What is looked for must come in one packet, as an answer of Asterisk does on loopback. */
export async function createRewritingLine(
  targetPort: number,
  rewrite: (text: string) => string,
): Promise<RewritingLine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket)
    socket.on('error', () => other.destroy())
    socket.on('close', () => other.destroy())
  }
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    keep(client, target)
    keep(target, client)
    client.on('data', (bytes) => target.write(bytes))
    target.on('data', (bytes) => client.write(rewrite(String(bytes))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port')
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
