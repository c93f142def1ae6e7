/** Serves `/health` and `/metrics` to whatever watches the gateway; nothing here changes anything. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartRefused } from '#gateway/startRefused'

export interface Health {
  readonly ok: boolean
  /** Why not, in a few words; null when all is well. */
  readonly why: string | null
}

export interface WatchServerOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly health: () => Health
  readonly metrics: () => string
}

export interface WatchServer {
  readonly url: string
  close(): Promise<void>
}

/** Rejects with `StartRefused` when the port is in use. */
export async function startWatchServer(options: WatchServerOptions): Promise<WatchServer> {
  const server = createServer((request, response) => {
    const answer = toAnswer(options, request.method ?? '', request.url ?? '')
    response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' })
    response.end(request.method === 'HEAD' ? undefined : answer.body)
  })
  const { host } = options
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      const port = String(options.port)
      reject(isTaken ? new StartRefused('port-taken', port, `Port ${port} is in use`, error) : error)
    })
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const text = 'text/plain; charset=utf-8'

function toAnswer({ health, metrics }: WatchServerOptions, method: string, url: string) {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: text, body: 'only GET\n' }
  switch (url.split('?')[0]) {
    case '/health': {
      const state = health()
      const body = `${JSON.stringify(state)}\n`
      return { status: state.ok ? 200 : 503, type: 'application/json', body }
    }
    case '/metrics':
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics() }
    default:
      return { status: 404, type: text, body: 'There is /health and /metrics.\n' }
  }
}
