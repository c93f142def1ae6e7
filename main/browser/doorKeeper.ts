/** Decides who may talk to the browser shell: only this machine's own browser, let in by the start code. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Door {
  readonly port: number
  /** In the address printed at the start; valid for as long as this desk runs, so that the page can be reopened. */
  readonly startCode: string
  /** What the start code is exchanged for; a page's own script never sees it. */
  readonly cookieSecret: string
}

export interface DoorRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
}

export type Verdict =
  /** The code was right: set the cookie and go on to the page. */
  | { readonly kind: 'welcome' }
  | { readonly kind: 'allowed'; readonly path: string }
  | { readonly kind: 'refused'; readonly status: 403 | 405; readonly sentence: string }

export const startPath = '/start'
export const bridgePath = '/bridge'

const refuse = (sentence: string, status: 403 | 405 = 403): Verdict => ({ kind: 'refused', status, sentence })

/** The address to open; it holds the start code. */
export function toStartUrl({ port, startCode }: Door): string {
  return `http://127.0.0.1:${port}${startPath}?code=${startCode}`
}

export function judgeRequest(door: Door, request: DoorRequest): Verdict {
  const url = parseTarget(request.url)
  if (url === null || !isOwnHost(door, request.headers.host)) return refuse(wrongHost)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse('This desk only serves pages.', 405)
  if (url.pathname === startPath) {
    return isSame(url.searchParams.get('code') ?? '', door.startCode)
      ? { kind: 'welcome' }
      : refuse(wrongCode)
  }
  if (!isOwnOrigin(door, request.headers.origin ?? null) || !isOwnSite(request.headers))
    return refuse(foreign)
  return hasCookie(door, request.headers.cookie) ? { kind: 'allowed', path: url.pathname } : refuse(wrongCode)
}

/** A WebSocket always names its origin; one that does not is not a page of ours. */
export function judgeUpgrade(door: Door, request: DoorRequest): Verdict {
  const url = parseTarget(request.url)
  const { host, origin, cookie } = request.headers
  if (url?.pathname !== bridgePath || !isOwnHost(door, host)) return refuse(wrongHost)
  if (origin === undefined || !isOwnOrigin(door, origin)) return refuse(foreign)
  return hasCookie(door, cookie) ? { kind: 'allowed', path: bridgePath } : refuse(wrongCode)
}

/** Cookies know no ports: the name does, so that two desks on one machine keep apart. */
export function toCookie({ port, cookieSecret }: Door): string {
  return `${toCookieName(port)}=${cookieSecret}; HttpOnly; SameSite=Strict; Path=/`
}

const wrongCode =
  'This desk opens only from the address it printed at its start. Copy that address, code included.'
const wrongHost = 'This desk answers only under its own loopback address.'
const foreign = 'Another site may not talk to this desk.'

const toCookieName = (port: number): string => `najva-${port}`

function parseTarget(target: string | undefined): URL | null {
  return target?.startsWith('/') === true ? URL.parse(`http://desk${target}`) : null
}

function isOwnHost({ port }: Door, host: string | undefined): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

function isOwnOrigin({ port }: Door, origin: string | null): boolean {
  return origin === null || origin === `http://127.0.0.1:${port}` || origin === `http://localhost:${port}`
}

/** Browsers say where a request comes from (Fetch Metadata); `none` is a person typing the address. */
function isOwnSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

function hasCookie(door: Door, cookies: string | undefined): boolean {
  const prefix = `${toCookieName(door.port)}=`
  const mine = cookies?.split(/; */).find((each) => each.startsWith(prefix))
  return mine !== undefined && isSame(mine.slice(prefix.length), door.cookieSecret)
}

/** Takes the same time wherever the two differ. */
function isSame(offered: string, secret: string): boolean {
  const [a, b] = [Buffer.from(offered), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
