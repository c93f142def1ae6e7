/** What a failed connection means, in words a person who mends it understands. */
import { type CrmAnswer, hasProblem } from '#main/crm/connector/crmAnswer'

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ETIMEDOUT: 'the connection was not made in time',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no network',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name does not resolve for now',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself; name it in tls.caFile to trust it',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by an authority not known here; name it in tls.caFile to trust it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate comes without its authority’s; the server should send the whole chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate’s authority is not known here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is this machine’s clock right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  EPROTO: 'it does not speak TLS as it should',
  PROXY_AWAY: 'the proxy on the way there does not answer',
  PROXY_NONE: 'the system names no proxy for it that this program can use',
  PROXY_REFUSED: 'the proxy on the way there does not let it through',
  PROXY_SIGN_IN: 'the proxy on the way there asks who you are',
  PROXY_SCHEME: 'the proxy on the way there asks for a kind of sign-in that is not spoken here',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on that port',
}

/** Pure: `unreachable` with the reason, or `nonsense` when what came is no HTTP or breaks its own packing. */
export function toNetworkProblem(error: unknown, what: string, url: URL): CrmAnswer<never> {
  const code = toCode(error)
  if (code.startsWith('HPE_')) return hasProblem('nonsense', `${what}: ${url.host} does not speak HTTP`)
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR'))
    return hasProblem('nonsense', `${what}: ${url.host} answered a broken packing`)
  // `HttpParser` errors and a premature end come without a word of their own.
  const reason = words[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`)
  return hasProblem('unreachable', `${what}: ${url.host}: ${reason}`)
}

/** A host of several addresses fails with one error for each; the first says enough. */
function toCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return toCode(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
