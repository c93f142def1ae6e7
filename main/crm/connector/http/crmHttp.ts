/** Asks a CRM over HTTP within bounds: of time, of size, of kind, and never beyond the address it was told. */
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { getCACertificates } from 'node:tls'
import type { Clock } from '#contract/time'
import { answered, type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'
import { readJson } from '#main/crm/connector/http/jsonBody'
import { toNetworkProblem } from '#main/crm/connector/http/networkProblem'
import { toStatusProblem } from '#main/crm/connector/http/statusProblem'
import { isLoopback } from '#main/desk/loopback'
import { createRoutedAgents } from '#main/desk/proxy/proxyAgents'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'

export interface CrmRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: URL
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Sent as it is; null for none. */
  readonly body: string | null
  /** What is being done, for the detail of a problem: `lookup`, `sync page`. Never an address: it may hold a number. */
  readonly what: string
}

export interface CrmReply {
  /** 2xx, or one of `accepts`. */
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** The JSON value; null where the answer has no body. */
  readonly body: unknown
}

export interface CrmHttpOptions {
  readonly clock: Clock
  /** From the first byte sent to the last one read; 10 s unless told. */
  readonly timeLimitMs?: number
  /** Of one decoded answer; 8 MB unless told. */
  readonly bodyLimit?: number
  /** PEM; authorities trusted besides the runtime's and the system's. null for none. */
  readonly caFile?: string | null
  /** Where connections go; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
}

export interface CrmHttp {
  /** `accepts`: final statuses that are answers and no problem, besides 2xx; their body is not read. */
  send(request: CrmRequest, signal: AbortSignal, accepts?: readonly number[]): Promise<CrmAnswer<CrmReply>>
  /** Ends every connection. */
  close(): void
}

const defaultTimeLimitMs = 10_000
const defaultBodyLimit = 8 * 1024 * 1024
const mostRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/** Fails as `misconfigured` when the file of authorities cannot be read. */
export function createCrmHttp(options: CrmHttpOptions): CrmAnswer<CrmHttp> {
  const ca = readAuthorities(options.caFile ?? null)
  if (!ca.ok) return ca
  const { clock, timeLimitMs = defaultTimeLimitMs, bodyLimit = defaultBodyLimit } = options
  const keepAlive = { keepAlive: true, keepAliveMsecs: 5000, maxSockets: 8, maxFreeSockets: 4 }
  const { plain, tls } = createRoutedAgents(
    { ...keepAlive, ...(ca.value !== null && { ca: ca.value }) },
    options.proxies ?? null,
  )

  const open = (request: CrmRequest, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, url, body } = request
      const headers = {
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'Najva',
        ...request.headers,
        ...(body !== null && { 'content-length': String(Buffer.byteLength(body)) }),
      }
      const isTls = url.protocol === 'https:'
      const send = isTls ? requestTls : requestPlain
      const asked = send(url, { method, headers, signal, agent: isTls ? tls : plain, maxHeaderSize: 65_536 })
      asked.on('response', resolve)
      asked.on('error', reject)
      asked.end(body ?? undefined)
    })

  const toReply = async (
    message: IncomingMessage,
    { what, url }: CrmRequest,
    accepts: readonly number[],
  ): Promise<CrmAnswer<CrmReply>> => {
    const status = message.statusCode ?? 0
    const { headers } = message
    if (status >= 200 && status < 300) {
      const body = await readJson(message, bodyLimit)
      if (!body.ok) return hasProblem(body.problem.kind, `${what}: ${url.host} ${body.problem.detail}`)
      return answered({ status, headers, body: body.value })
    }
    letGo(message)
    if (accepts.includes(status)) return answered({ status, headers, body: null })
    return toStatusProblem(status, headers['retry-after'], `${what}: ${url.host}`, clock.nowMs())
  }

  const exchange = async (
    request: CrmRequest,
    signal: AbortSignal,
    accepts: readonly number[],
  ): Promise<CrmAnswer<CrmReply>> => {
    let { url } = request
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const message = await open({ ...request, url }, signal)
      const status = message.statusCode ?? 0
      const next = redirects.has(status) ? toNextAddress(request, url, message) : null
      if (next === null) return toReply(message, request, accepts)
      letGo(message)
      if (!next.ok) return next
      url = next.value
    }
    return hasProblem('nonsense', `${request.what}: ${url.host} redirects without end`)
  }

  return answered({
    async send(request, signal, accepts = []) {
      const { url, what } = request
      const forbidden = toForbidden(url)
      if (forbidden !== null) return hasProblem('misconfigured', `${what}: ${forbidden}`)
      const limit = new AbortController()
      const stopLimit = clock.after(timeLimitMs, () => limit.abort())
      try {
        return await exchange(request, AbortSignal.any([signal, limit.signal]), accepts)
      } catch (error) {
        if (limit.signal.aborted || signal.aborted)
          return hasProblem('timed-out', `${what}: no whole answer from ${url.host} in time`)
        return toNetworkProblem(error, what, url)
      } finally {
        stopLimit()
      }
    },
    close() {
      plain.destroy()
      tls.destroy()
    },
  })
}

/** What is not wanted is read to its end when it is short, so that the connection can be used again; else it is cut. */
function letGo(message: IncomingMessage): void {
  const length = Number(message.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (length > 65_536) message.destroy()
  else message.on('error', () => undefined).resume()
}

/** A credential goes to the host it is for, by TLS, and a write never turns into a read. */
function toNextAddress(request: CrmRequest, from: URL, message: IncomingMessage): CrmAnswer<URL> {
  const { what, method } = request
  const location = message.headers.location
  const to = location === undefined ? null : URL.parse(location, from.href)
  if (to === null) return hasProblem('nonsense', `${what}: ${from.host} redirects to nowhere`)
  if (to.origin !== from.origin)
    return hasProblem('nonsense', `${what}: ${from.host} redirects to another host, ${to.host}; not followed`)
  const keepsMethod = message.statusCode === 307 || message.statusCode === 308
  if (method !== 'GET' && !keepsMethod)
    return hasProblem('nonsense', `${what}: ${from.host} redirects what was written (${message.statusCode})`)
  return answered(to)
}

/** Why this address is never asked; null when it may be. */
function toForbidden(url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'a password has no place in an address'
  if (url.protocol === 'https:') return null
  if (url.protocol !== 'http:') return `${url.protocol} is no address of a CRM`
  return isLoopback(url.hostname) ? null : `${url.host} needs https: callers' data and keys would be readable`
}

function readAuthorities(caFile: string | null): CrmAnswer<string[] | null> {
  if (caFile === null) return answered(null)
  try {
    return answered([...getCACertificates('default'), readFileSync(caFile, 'utf8')])
  } catch {
    return hasProblem('misconfigured', `The file of authorities ${caFile} cannot be read`)
  }
}
