/** Reads where a connection goes: the answer of a proxy script, and the variables by which Unix programs are told. Pure. */
/** One way to try. `proxy` is an origin: `http://proxy.example:3128`, or `https://…` for one that is spoken to by TLS. */
export type ProxyHop = { readonly kind: 'direct' } | { readonly kind: 'proxy'; readonly proxy: string }

export const straight: ProxyHop = { kind: 'direct' }

/** More than any script has a reason to name. */
const mostHops = 8

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTPS: 'https' }

/**
 * `PROXY a:1; HTTPS b:2; SOCKS5 c:3; DIRECT`, as `FindProxyForURL` answers and Chromium tells. What is not spoken here (SOCKS,
 * QUIC) is passed over; an answer in which nothing is left is an empty list: going straight would evade the rule.
 */
export function parseProxyList(answer: string): ProxyHop[] {
  return answer
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, mostHops)
    .flatMap((part) => parseHop(part) ?? [])
}

function parseHop(part: string): ProxyHop | null {
  const [kind = '', place = ''] = part.split(/\s+/)
  if (kind.toUpperCase() === 'DIRECT') return straight
  const scheme = schemes[kind.toUpperCase()]
  return scheme === undefined ? null : toHop(`${scheme}://${place}`)
}

/** null for what is no address of a proxy. A name or password in it is not looked at: they are asked for. */
function toHop(text: string): ProxyHop | null {
  const url = URL.parse(text)
  if (url === null || url.hostname === '') return null
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  return { kind: 'proxy', proxy: `${url.protocol}//${url.host}` }
}

type Variables = Readonly<Record<string, string | undefined>>

/** By `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters first, as curl reads them. */
export function readProxyVariables(env: Variables, target: URL): ProxyHop[] {
  const read = (name: string): string => env[name] ?? env[name.toUpperCase()] ?? ''
  if (isExcepted(read('no_proxy'), target)) return [straight]
  const isTls = target.protocol === 'https:' || target.protocol === 'wss:'
  const told = read(isTls ? 'https_proxy' : 'http_proxy') || read('all_proxy')
  if (told === '') return [straight]
  const hop = toHop(told.includes('://') ? told : `http://${told}`)
  return hop === null ? [] : [hop]
}

/** Names match themselves and what lies below them; `*` is everything. */
function isExcepted(list: string, { hostname, port }: URL): boolean {
  return list.split(',').some((entry) => {
    const [, name = '', onPort = ''] = /^\s*\*?\.?([^:\s]*?)(?::(\d+))?\s*$/.exec(entry) ?? []
    if (entry.trim() === '*') return true
    if (name === '' || (onPort !== '' && onPort !== port)) return false
    const wanted = name.toLowerCase()
    return hostname === wanted || hostname.endsWith(`.${wanted}`)
  })
}

/** What a proxy asks for with its 407 (RFC 9110, 11.7). */
export interface ProxyChallenge {
  /** Origin of the proxy. */
  readonly proxy: string
  readonly scheme: 'basic' | 'digest' | 'ntlm' | 'negotiate'
  /** What the proxy says its sign-in is for; at most 200 characters of its text. */
  readonly realm: string
}

/** The `Basic` challenge among those of a `Proxy-Authenticate`; null where the proxy offers none. */
export function parseBasicRealm(header: string): string | null {
  const [, parameters] = /(?:^|,)\s*basic\b(.*)$/is.exec(header) ?? []
  if (parameters === undefined) return null
  const [, quoted, plain] =
    /^\s*(?:charset\s*=\s*"[^"]*"\s*,\s*)?realm\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/i.exec(parameters) ??
    []
  return toRealm(quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
}

/** The proxy's own words, cut, and without signs that turn or hide text. */
export function toRealm(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200)
}
