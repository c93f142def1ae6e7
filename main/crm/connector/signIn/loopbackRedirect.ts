/** Waits on this machine's loopback address for the browser to come back with a code (RFC 8252 section 7.3). */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'

export interface LoopbackRedirect {
  /** What the CRM is told to send the browser to. */
  readonly redirectUri: string
  /** The code, once the browser has come back with `state`; one that comes with another is sent away. */
  readonly code: Promise<CrmAnswer<string>>
  close(): Promise<void>
}

const page = (text: string) =>
  `<!doctype html><meta charset="utf-8"><title>Najva</title><p style="font-family: sans-serif">${text}</p>`

/** Listens on 127.0.0.1 alone; `port` 0 takes any free one. Rejects when the port is taken. */
export async function openLoopbackRedirect(options: {
  readonly port: number
  readonly path: string
  readonly state: string
}): Promise<LoopbackRedirect> {
  const { port, path, state } = options
  const { promise: code, resolve } = Promise.withResolvers<CrmAnswer<string>>()
  const say = (response: ServerResponse, status: number, text: string): void => {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    }
    response.writeHead(status, headers).end(page(text))
  }
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
    // Any page in the browser can knock here; only the one that knows the state is listened to.
    if (request.method !== 'GET' || url?.pathname !== path || url.searchParams.get('state') !== state) {
      say(response, 404, 'There is nothing here.')
      return
    }
    const given = url.searchParams.get('code')
    if (given !== null) {
      say(response, 200, 'Signed in. You can close this window.')
      resolve(answered(given))
      return
    }
    const word = /^[a-z_]{1,40}$/.exec(url.searchParams.get('error') ?? '')?.[0] ?? 'no code'
    say(response, 200, 'The CRM did not sign you in. You can close this window.')
    resolve(hasProblem('refused', `sign-in: the CRM said ${word}`))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    redirectUri: `http://127.0.0.1:${address.port}${path}`,
    code,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    },
  }
}
