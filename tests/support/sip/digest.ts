/** Answers a digest challenge (RFC 7616 with MD5, as RFC 3261 section 22 uses it). */
import { createHash, randomBytes } from 'node:crypto'

export interface DigestLogin {
  readonly user: string
  readonly password: string
}

export function answerChallenge(challenge: string, login: DigestLogin, method: string, uri: string): string {
  const field = (name: string) => new RegExp(`\\b${name}="?([^",]+)`, 'i').exec(challenge)?.[1] ?? ''
  const [realm, nonce, qop, opaque] = [field('realm'), field('nonce'), field('qop'), field('opaque')]
  const secret = md5(`${login.user}:${realm}:${login.password}`)
  const request = md5(`${method}:${uri}`)
  const base = `Digest username="${login.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5`
  const tail = opaque === '' ? '' : `, opaque="${opaque}"`
  if (qop === '') return `${base}, response="${md5(`${secret}:${nonce}:${request}`)}"${tail}`
  const cnonce = randomBytes(8).toString('hex')
  const response = md5(`${secret}:${nonce}:00000001:${cnonce}:auth:${request}`)
  return `${base}, qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"${tail}`
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
