/** Lets in who knows an extension's password, by digest authentication (RFC 7616, RFC 8760; MD5 and SHA-256). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#contract/time'

export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly extension: string }
  /** Ask (again): no credentials yet, or a nonce that is too old (`stale`) or already counted. */
  | { readonly kind: 'challenge'; readonly stale: boolean }
  | { readonly kind: 'refused' }

export interface DigestGate {
  /** `authorization` is the header's value, null when the request has none. */
  judge(method: string, requestUri: string, authorization: string | null): DigestVerdict
  /** WWW-Authenticate header lines, the one every phone knows last. */
  challengeHeaders(stale: boolean): string[]
}

export interface DigestGateOptions {
  readonly realm: string
  readonly clock: Clock
  readonly randomBytes: (count: number) => Uint8Array
  /** Null when nobody may register there. */
  readonly passwordOf: (extension: string) => string | null
}

const nonceLifeMs = 5 * 60_000
const hashNames = { MD5: 'md5', 'SHA-256': 'sha256' } as const
type Algorithm = keyof typeof hashNames

export function createDigestGate(options: DigestGateOptions): DigestGate {
  const secret = options.randomBytes(32)
  /** Highest nonce count seen of each living nonce: the same answer is not taken twice (RFC 7616 section 3.4). */
  const counts = new Map<string, number>()

  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const createNonce = () => {
    const text = `${options.clock.nowMs()}.${Buffer.from(options.randomBytes(12)).toString('base64url')}`
    return `${text}.${sign(text)}`
  }
  const bornAtMs = (nonce: string): number | null => {
    const [at, random, signature = ''] = nonce.split('.')
    return isSame(signature, sign(`${at}.${random}`)) ? Number(at) : null
  }
  const forgetOldCounts = () => {
    for (const nonce of counts.keys()) if (!isFresh(nonce)) counts.delete(nonce)
  }
  const isFresh = (nonce: string) => {
    const born = bornAtMs(nonce)
    return born !== null && options.clock.nowMs() - born <= nonceLifeMs
  }
  const isCountedAlready = (nonce: string, count: number) => (counts.get(nonce) ?? 0) >= count

  return {
    judge(method, requestUri, authorization) {
      if (authorization === null) return { kind: 'challenge', stale: false }
      const given = readCredentials(authorization)
      if (given === null || given.realm !== options.realm) return { kind: 'challenge', stale: false }
      if (bornAtMs(given.nonce) === null) return { kind: 'challenge', stale: false }
      // An unknown extension takes the same way and time as a wrong password.
      const password = options.passwordOf(given.username) ?? sign(given.nonce)
      const right = isSame(given.response, responseOf(given, method, password))
      if (!right || given.uri !== requestUri) return { kind: 'refused' }
      if (!isFresh(given.nonce) || isCountedAlready(given.nonce, given.count)) {
        return { kind: 'challenge', stale: true }
      }
      forgetOldCounts()
      counts.set(given.nonce, given.count)
      return { kind: 'accepted', extension: given.username }
    },
    challengeHeaders(stale) {
      const nonce = createNonce()
      return (['SHA-256', 'MD5'] as const).map(
        (algorithm) =>
          `WWW-Authenticate: Digest realm="${options.realm}", nonce="${nonce}", algorithm=${algorithm}, ` +
          `qop="auth"${stale ? ', stale=true' : ''}`,
      )
    },
  }
}

interface Credentials {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  readonly response: string
  readonly algorithm: Algorithm
  readonly clientNonce: string
  /** As written, eight hexadecimal digits. */
  readonly countText: string
  readonly count: number
}

/** Only `qop=auth` is taken: without it an answer could be sent twice. */
function readCredentials(header: string): Credentials | null {
  if (!/^digest\s/i.test(header)) return null
  const fields = new Map<string, string>()
  for (const [, name = '', quoted, plain] of header.matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase()
  const countText = fields.get('nc') ?? ''
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return null
  if (fields.get('qop') !== 'auth' || !/^[0-9a-f]{8}$/i.test(countText)) return null
  const field = (name: string) => fields.get(name) ?? ''
  return {
    username: field('username'),
    realm: field('realm'),
    nonce: field('nonce'),
    uri: field('uri'),
    response: field('response').toLowerCase(),
    algorithm,
    clientNonce: field('cnonce'),
    countText,
    count: Number.parseInt(countText, 16),
  }
}

function responseOf(given: Credentials, method: string, password: string): string {
  const hash = (text: string) => createHash(hashNames[given.algorithm]).update(text).digest('hex')
  const who = hash(`${given.username}:${given.realm}:${password}`)
  const what = hash(`${method}:${given.uri}`)
  return hash(`${who}:${given.nonce}:${given.countText}:${given.clientNonce}:auth:${what}`)
}

/** Takes as long for a near miss as for a far one. */
function isSame(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest()
  const right = createHash('sha256').update(b).digest()
  return timingSafeEqual(left, right)
}
