/** A proxy on a real socket that wants to know who comes: it tunnels every name to this machine, and remembers what it was told. */
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface SignInProxy {
  readonly port: number
  /** `http://127.0.0.1:…`. */
  readonly address: string
  /** Of each CONNECT: where to, and what it was told of who asks; null for nothing. */
  readonly asked: { readonly place: string; readonly told: string | null }[]
  /** Whom it lets through, as `user:password`; null for everybody. */
  who: string | null
  /** Sent with its 407. */
  challenge: string
  /** Answers with this in place of a tunnel; null for a tunnel. */
  refusal: number | null
  close(): Promise<void>
}

export async function openSignInProxy(who: string | null): Promise<SignInProxy> {
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => response.writeHead(400).end())
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', (request, client) => {
    client.on('error', () => undefined)
    const word = request.headers['proxy-authorization']?.replace(/^Basic /, '') ?? null
    const told = word === null ? null : Buffer.from(word, 'base64').toString('utf8')
    proxy.asked.push({ place: request.url ?? '', told })
    if (proxy.refusal !== null) {
      client.end(`HTTP/1.1 ${proxy.refusal} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    if (proxy.who !== null && told !== proxy.who) {
      client.end(
        `HTTP/1.1 407 Who are you\r\nproxy-authenticate: ${proxy.challenge}\r\ncontent-length: 0\r\n\r\n`,
      )
      return
    }
    const onward = connect(Number(/\d+$/.exec(request.url ?? '')?.[0]), '127.0.0.1')
    sockets.add(onward)
    onward.on('error', () => client.destroy())
    onward.on('connect', () => {
      client.write('HTTP/1.1 200 Through\r\n\r\n')
      client.pipe(onward).pipe(client)
    })
    client.on('close', () => onward.destroy())
    onward.on('close', () => sockets.delete(onward))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: SignInProxy = {
    port,
    address: `http://127.0.0.1:${port}`,
    asked: [],
    who,
    challenge: 'Negotiate, Basic realm="Corp net"',
    refusal: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return proxy
}
