/** A TCP line between a client and a server that a test can cut, or freeze so that neither side is told. */
import { connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  /** The port clients connect to instead of the server's own. */
  readonly port: number
  /** Breaks every connection and refuses new ones, until `mend`. */
  cut(): void
  /** Lets nothing through in either direction while every connection stays open, until `mend`. */
  freeze(): void
  /** Lets nothing more through the connections there are, which stay open; new ones are served: another network. */
  strand(): void
  mend(): void
  close(): Promise<void>
}

/** `overhear` gets what the server says. */
export async function createCuttableLine(
  targetPort: number,
  overhear: (bytes: Uint8Array) => void = () => {},
): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  const stranded = new WeakSet<Socket>()
  let state: 'open' | 'cut' | 'frozen' = 'open'
  const join = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (bytes) => {
      if (state === 'open' && !stranded.has(from)) to.write(bytes)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }
  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy()
      return
    }
    const target = connect(targetPort, '127.0.0.1')
    join(client, target)
    join(target, client)
    target.on('data', overhear)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port')
  const breakAll = () => {
    for (const socket of [...sockets]) socket.destroy()
  }
  return {
    port: address.port,
    cut() {
      state = 'cut'
      breakAll()
    },
    freeze() {
      state = 'frozen'
    },
    strand() {
      for (const socket of sockets) stranded.add(socket)
    },
    mend() {
      state = 'open'
    },
    close: () =>
      new Promise((resolve) => {
        breakAll()
        server.close(() => resolve())
      }),
  }
}
