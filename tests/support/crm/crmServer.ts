/** An instrumented CRM: a real HTTP server with people, changes, deletions and writes that are counted. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { type CrmFault, type FaultOrder, inflict } from '#tests/support/crm/crmFaults'
import { createPeopleBook, type PeopleBook, type ServerPerson } from '#tests/support/crm/peopleBook'

export interface CrmServerOptions {
  readonly people?: Iterable<ServerPerson>
  /** People a page at most, whatever is asked for; 500 unless told. */
  readonly mostPerPage?: number
  /** How the next page is named: see `crmTemplate`. */
  readonly paging?: 'cursor' | 'page' | 'offset' | 'url' | 'link'
  /** `key`: a write with an Idempotency-Key seen before has no effect. `none`: every write has one. */
  readonly idempotency?: 'key' | 'none'
  readonly tls?: { readonly cert: string; readonly key: string }
}

export interface ServedRequest {
  readonly atMs: number
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly kind: RequestKind
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type RequestKind = 'lookup' | 'page' | 'write' | 'search' | 'token' | 'other'

/** One activity the CRM has taken. */
export type TakenActivity = Readonly<Record<string, unknown>> & { readonly activityId: string }

export interface CrmServer {
  /** `http://127.0.0.1:port/`. */
  readonly url: string
  readonly people: PeopleBook
  readonly requests: readonly ServedRequest[]
  /** Every write that took effect, in order: the same activity twice is a duplicate at the CRM. */
  readonly activities: readonly TakenActivity[]
  /** Times a write of this activity was asked for, and how often it took effect. */
  countWrites(activityId: string): { readonly asked: number; readonly taken: number }
  /** Access tokens handed out so far. */
  readonly tokens: number
  /** What the token address takes as refresh tokens; each is replaced when used. */
  refreshToken: string
  /** Before every answer; 0 unless set. */
  delayMs: number
  /** More requests in a second are answered 429 with `Retry-After`; null for no limit. */
  limit: { readonly perSecond: number; readonly retryAfterSeconds: number } | null
  /** Orders something to go wrong with the next requests of a kind. */
  order(fault: CrmFault, order?: FaultOrder): void
  /** Every token and key handed out before counts no more. */
  forgetTokens(): void
  readonly apiKey: string
  close(): Promise<void>
}

export async function createCrmServer(options: CrmServerOptions = {}): Promise<CrmServer> {
  const { mostPerPage = 500, paging = 'cursor', idempotency = 'key' } = options
  const people = createPeopleBook(options.people ?? [])
  const requests: ServedRequest[] = []
  const activities: TakenActivity[] = []
  const askedWrites = new Map<string, number>()
  const seenKeys = new Set<string>()
  const orders: {
    readonly fault: CrmFault
    readonly kind: RequestKind | 'any'
    after: number
    times: number
  }[] = []
  const goodTokens = new Set<string>()
  const sockets = new Set<Socket>()
  let recent: number[] = []
  const state = { tokens: 0, refreshToken: 'refresh-0', delayMs: 0, limit: null as CrmServer['limit'] }
  const apiKey = 'key-for-tests'

  const takeOrder = (kind: RequestKind): CrmFault | null => {
    for (const each of orders) {
      if (each.times === 0 || (each.kind !== 'any' && each.kind !== kind)) continue
      if (each.after > 0) {
        each.after -= 1
        continue
      }
      each.times -= 1
      return each.fault
    }
    return null
  }

  const isLimited = (): boolean => {
    if (state.limit === null) return false
    const nowMs = Date.now()
    recent = [...recent.filter((atMs) => nowMs - atMs < 1000), nowMs]
    return recent.length > state.limit.perSecond
  }

  const isKnown = (request: IncomingMessage): boolean => {
    const { authorization } = request.headers
    if (request.headers['x-api-key'] === apiKey) return true
    if (authorization === `Basic ${Buffer.from('desk:geheim').toString('base64')}`) return true
    return authorization?.startsWith('Bearer ') === true && goodTokens.has(authorization.slice(7))
  }

  const handOutToken = (body: string, response: ServerResponse): void => {
    const form = new URLSearchParams(body)
    const isRefresh = form.get('grant_type') === 'refresh_token'
    if (isRefresh && form.get('refresh_token') !== state.refreshToken) {
      answer(response, 400, { error: 'invalid_grant' })
      return
    }
    state.tokens += 1
    const token = `token-${state.tokens}`
    goodTokens.add(token)
    const isPersonal = isRefresh || form.get('grant_type') === 'authorization_code'
    if (isPersonal) state.refreshToken = `refresh-${state.tokens}`
    answer(response, 200, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: 3600,
      ...(isPersonal && { refresh_token: state.refreshToken }),
    })
  }

  const givePage = (url: URL, response: ServerResponse, origin: string): void => {
    const since = url.searchParams.get('since')
    const size = Math.min(mostPerPage, Number(url.searchParams.get('limit') ?? 100))
    const from =
      paging === 'page'
        ? (Number(url.searchParams.get('page') ?? 1) - 1) * size
        : Number(url.searchParams.get(paging === 'offset' ? 'offset' : 'cursor') ?? 0)
    const stamp = people.stamp
    const { rows, gone, total } = people.slice(since === null ? null : Number(since), from, size)
    const end = from + rows.length
    const nextUrl = new URL(url)
    nextUrl.searchParams.set('cursor', String(end))
    const hasNext = end < total
    const head =
      hasNext && paging === 'link' ? { link: `<${nextUrl.pathname}${nextUrl.search}>; rel="next"` } : {}
    answer(
      response,
      200,
      {
        data: rows,
        deleted: gone.map((id) => ({ id })),
        meta: {
          total,
          // The number the first page of this sync saw: what changes meanwhile comes in the next delta.
          stamp: String(url.searchParams.get('stamp') ?? stamp),
          ...(hasNext && paging === 'cursor' && { next: String(end) }),
          ...(hasNext && paging === 'url' && { nextUrl: `${origin}${nextUrl.pathname}${nextUrl.search}` }),
        },
      },
      head,
    )
  }

  const takeWrite = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const activity = JSON.parse(body) as TakenActivity
    askedWrites.set(activity.activityId, (askedWrites.get(activity.activityId) ?? 0) + 1)
    const key = request.headers['idempotency-key']
    const isAgain = idempotency === 'key' && typeof key === 'string' && seenKeys.has(key)
    if (typeof key === 'string') seenKeys.add(key)
    if (!isAgain) activities.push(activity)
    answer(response, isAgain ? 200 : 201, { ok: true })
  }

  const serve = (
    request: IncomingMessage,
    response: ServerResponse,
    kind: RequestKind,
    body: string,
    url: URL,
  ): void => {
    if (kind === 'token') handOutToken(body, response)
    else if (!isKnown(request)) answer(response, 401, { error: 'unauthorised' })
    else if (kind === 'lookup')
      answer(response, 200, { data: people.withNumber(url.searchParams.get('phone') ?? '') })
    else if (kind === 'page') givePage(url, response, url.origin)
    else if (kind === 'write') takeWrite(request, body, response)
    else if (kind === 'search') {
      const wanted = url.searchParams.get('activityId')
      answer(response, 200, { data: activities.filter((each) => each.activityId === wanted) })
    } else answer(response, 404, { error: 'not found' })
  }

  const listen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(
      request.url ?? '/',
      `http${options.tls === undefined ? '' : 's'}://${request.headers.host}`,
    )
    const kind = toKind(request.method ?? 'GET', url.pathname)
    const body = await readBody(request)
    requests.push({
      atMs: Date.now(),
      method: request.method ?? 'GET',
      path: url.pathname + url.search,
      kind,
      headers: request.headers,
      body,
    })
    const fault = takeOrder(kind)
    if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs))
    if (isLimited()) {
      const retryAfter = { 'retry-after': String(state.limit?.retryAfterSeconds ?? 1) }
      answer(response, 429, { error: 'slow down' }, retryAfter)
      return
    }
    if (fault === 'lost') {
      // The write takes effect; the word of it does not arrive.
      serve(request, silentResponse(response), kind, body, url)
      response.destroy()
      return
    }
    if (fault === 'forget-tokens') goodTokens.clear()
    if (fault === null || fault === 'forget-tokens') serve(request, response, kind, body, url)
    else inflict(fault, request, response)
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    listen(request, response).catch((error) => answer(response, 500, { error: String(error) }))
  }
  const server: Server =
    options.tls === undefined ? createServer(onRequest) : createTlsServer({ ...options.tls }, onRequest)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `http${options.tls === undefined ? '' : 's'}://127.0.0.1:${port}/`,
    people,
    requests,
    activities,
    countWrites: (activityId) => ({
      asked: askedWrites.get(activityId) ?? 0,
      taken: activities.filter((each) => each.activityId === activityId).length,
    }),
    get tokens() {
      return state.tokens
    },
    get refreshToken() {
      return state.refreshToken
    },
    set refreshToken(value) {
      state.refreshToken = value
    },
    get delayMs() {
      return state.delayMs
    },
    set delayMs(value) {
      state.delayMs = value
    },
    get limit() {
      return state.limit
    },
    set limit(value) {
      state.limit = value
      recent = []
    },
    order(fault, { kind = 'any', after = 0, times = 1 } = {}) {
      orders.push({ fault, kind, after, times })
    },
    forgetTokens: () => goodTokens.clear(),
    apiKey,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function toKind(method: string, path: string): RequestKind {
  if (path === '/token') return 'token'
  if (path === '/people/search') return 'lookup'
  if (path === '/people') return 'page'
  if (path === '/activities') return method === 'GET' ? 'search' : 'write'
  return 'other'
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

/** Takes an answer and says nothing. */
function silentResponse(response: ServerResponse): ServerResponse {
  const silent: ServerResponse = Object.create(response)
  silent.writeHead = () => silent
  silent.end = () => silent
  return silent
}
