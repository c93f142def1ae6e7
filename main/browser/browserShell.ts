/** Serves the page and its bridge to a browser on this machine, and to nobody else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Answer, done, failed } from '#contract/failure'
import { type Door, judgeRequest, judgeUpgrade, toCookie, toStartUrl } from '#main/browser/doorKeeper'
import type { Log } from '#main/desk/log'
import type { PageFile } from '#main/desk/pageFiles'
import { toBridgeSources, toPageHeaders } from '#main/desk/pageHeaders'

export interface BrowserShellOptions {
  /** A port that must be free, or null for `preferredPort`, and any other when that is taken. */
  readonly port: number | null
  readonly files: ReadonlyMap<string, PageFile>
  /** Where the page may connect besides here: asked for each time the page is served. */
  readonly connectTo: () => readonly string[]
  /** Takes over a WebSocket that passed the door. */
  readonly onBridge: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** A new secret of at least 128 bits, safe in an address. */
  readonly newSecret: () => string
  readonly log: Log
}

export interface BrowserShell {
  /** The address to open; it lets one in for as long as the desk runs. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** The same from start to start where possible: browsers remember the microphone's permission by port. */
export const preferredPort = 4680

/** Answers `port-taken` when the port asked for is in use. */
export async function createBrowserShell(options: BrowserShellOptions): Promise<Answer<BrowserShell>> {
  const server = createServer()
  const port = await listenSomewhere(server, options.port)
  if (port === null) return failed('port-taken', String(options.port))
  const door: Door = { port, startCode: options.newSecret(), cookieSecret: options.newSecret() }
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', (request, response) => serve(door, options, request, response))
  server.on('upgrade', (request, socket, head) => {
    // A socket that breaks before it is handed over has nothing to tell anyone.
    socket.on('error', () => socket.destroy())
    const verdict = judgeUpgrade(door, request)
    if (verdict.kind === 'allowed') return options.onBridge(request, socket, head)
    const sentence = verdict.kind === 'refused' ? verdict.sentence : ''
    socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${sentence}\n`)
  })
  return done({
    url: toStartUrl(door),
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  })
}

async function listenSomewhere(server: Server, port: number | null): Promise<number | null> {
  if (port !== null) return listen(server, port)
  return (await listen(server, preferredPort)) ?? listen(server, 0)
}

/** The port listened on; null when it is taken. Any other trouble is a surprise. */
function listen(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    }
    server.once('error', onError)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function serve(
  door: Door,
  options: BrowserShellOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const headers = { ...toPageHeaders([...toBridgeSources(door.port), ...options.connectTo()]), ...noStore }
  const verdict = judgeRequest(door, request)
  switch (verdict.kind) {
    case 'welcome':
      response.writeHead(303, { ...headers, location: '/', 'set-cookie': toCookie(door) }).end()
      break
    case 'refused':
      options.log.warn({ status: verdict.status }, 'a request was refused at the door')
      sendText(response, verdict.status, headers, verdict.sentence)
      break
    case 'allowed':
      sendFile(response, options.files.get(verdict.path), headers, request.method === 'HEAD')
  }
}

function sendFile(
  response: ServerResponse,
  file: PageFile | undefined,
  headers: Record<string, string>,
  headOnly: boolean,
): void {
  if (file === undefined) {
    sendText(response, 404, headers, 'There is no such page.')
    return
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.contentType,
    'content-length': file.body.length,
    ...(file.isFixed ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}),
  })
  response.end(headOnly ? undefined : file.body)
}

const noStore = { 'cache-control': 'no-store' }

function sendText(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  sentence: string,
): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${sentence}\n`)
}
