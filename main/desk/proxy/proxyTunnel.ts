/** Opens the way to a host: straight, or through a proxy by CONNECT (RFC 9110, 9.3.6), signed in where the proxy asks. */
import { type ClientRequest, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Duplex } from 'node:stream'
import { isLoopback } from '#main/desk/loopback'
import type { ProxyCredentials, ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { type ProxyChallenge, parseBasicRealm } from '#main/desk/proxy/proxyRule'

/** A proxy that is silent for so long is away. */
const answerLimitMs = 8000
/** Of what was known before and what was told meanwhile; then the person is asked anew. */
const mostTries = 2
const mostHeaderBytes = 16_384

/** `PROXY_AWAY`, `PROXY_NONE`, `PROXY_REFUSED`, `PROXY_SCHEME` or `PROXY_SIGN_IN`, as `code`. Its words name no secret. */
export class ProxyError extends Error {
  readonly code: string
  constructor(code: string, words: string) {
    super(words)
    this.name = 'ProxyError'
    this.code = code
  }
}

/**
 * A socket that is connected to `target` behind a proxy; null where the way is straight, as it always is to this machine itself.
 * Throws `ProxyError`.
 */
export async function openWay(target: URL, route: ProxyRoute): Promise<Duplex | null> {
  if (isLoopback(target.hostname)) return null
  let failure = new ProxyError('PROXY_NONE', 'No proxy that is named for this address can be used')
  for (const hop of await route.hopsTo(target)) {
    if (hop.kind === 'direct') return null
    try {
      return await openTunnel(hop.proxy, target, route)
    } catch (cause) {
      if (!(cause instanceof ProxyError)) throw cause
      failure = cause
      // Only a proxy that is not there gives its turn to the next one.
      if (cause.code !== 'PROXY_AWAY') throw cause
    }
  }
  throw failure
}

/** First without a name: who one is, is told only to the realm that asks. */
async function openTunnel(proxy: string, target: URL, route: ProxyRoute): Promise<Duplex> {
  const place = toPlace(target)
  let refused: ProxyCredentials | null = null
  let answer = await connect(proxy, place, null)
  for (let tries = 0; ; tries += 1) {
    if ('socket' in answer) return answer.socket
    if (answer.status !== 407)
      throw new ProxyError('PROXY_REFUSED', `The proxy answers ${answer.status} to a tunnel`)
    const realm = parseBasicRealm(answer.challenge)
    if (realm === null) throw new ProxyError('PROXY_SCHEME', 'The proxy takes no Basic sign-in')
    const challenge: ProxyChallenge = { proxy, scheme: 'basic', realm }
    const known = await route.signIn(challenge, refused)
    if (known === null || tries === mostTries)
      throw new ProxyError('PROXY_SIGN_IN', 'The proxy asks for a sign-in')
    refused = known
    answer = await connect(proxy, place, known)
    if ('socket' in answer) route.accepted(challenge)
  }
}

/** Where it leads, with a port: `pbx.example:443`. */
function toPlace({ protocol, hostname, port }: URL): string {
  const standard = protocol === 'https:' || protocol === 'wss:' ? '443' : '80'
  return `${hostname}:${port || standard}`
}

type ProxyAnswer =
  | { readonly socket: Duplex }
  | { readonly status: number /** `Proxy-Authenticate`; empty for none. */; readonly challenge: string }

function connect(proxy: string, place: string, credentials: ProxyCredentials | null): Promise<ProxyAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ProxyAnswer>()
  const send = proxy.startsWith('https:') ? requestTls : requestPlain
  const asked: ClientRequest = send(proxy, {
    method: 'CONNECT',
    path: place,
    agent: false,
    maxHeaderSize: mostHeaderBytes,
    headers: {
      host: place,
      ...(credentials !== null && { 'proxy-authorization': toBasic(credentials) }),
    },
  })
  const limit = setTimeout(() => asked.destroy(new Error('silent')), answerLimitMs)
  asked.on('connect', ({ statusCode = 0, headers }, socket, head) => {
    clearTimeout(limit)
    if (statusCode === 200) {
      // What the host said at once came with the proxy's answer.
      if (head.length > 0) socket.unshift(head)
      resolve({ socket })
      return
    }
    socket.destroy()
    resolve({ status: statusCode, challenge: headers['proxy-authenticate']?.toString() ?? '' })
  })
  asked.on('error', () => {
    clearTimeout(limit)
    reject(new ProxyError('PROXY_AWAY', 'The proxy does not answer'))
  })
  asked.end()
  return promise
}

/** RFC 7617, in UTF-8. */
function toBasic({ user, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}
