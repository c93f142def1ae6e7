/** The system's proxies, as Chromium decides for each address, and the sign-in where Chromium itself is asked for one. */
import { type AuthenticationResponseDetails, type AuthInfo, app, type Event, type Session } from 'electron'
import type { Clock } from '#contract/time'
import type { ProxySource } from '#main/desk/proxy/proxyDesk'
import type { ProxyCredentials } from '#main/desk/proxy/proxyRoute'
import { type ProxyChallenge, parseProxyList, toRealm } from '#main/desk/proxy/proxyRule'
import type { ProxySignIn, SecretBox } from '#main/desk/proxy/proxySignIn'

/** Of the session that the page uses: both go the same way. */
export function readSystemProxies(
  session: Pick<Session, 'resolveProxy'>,
  box: SecretBox | null,
): ProxySource {
  return { box, hopsTo: async (target) => parseProxyList(await session.resolveProxy(toAsked(target))) }
}

/** Proxy scripts know web addresses; Chromium treats a WebSocket as the web address beside it. Nothing else is told of it. */
function toAsked({ protocol, host }: URL): string {
  return `${protocol === 'wss:' || protocol === 'https:' ? 'https' : 'http'}://${host}/`
}

/** Within it a second question for the same address means that the first answer was wrong; later, that it was forgotten. */
const wrongWithinMs = 30_000
const mostRemembered = 200

type Tell = (user?: string, password?: string) => void

/** Only proxies: a page of ours signs in at no server this way, and Electron cancels what nobody answers. */
export function answerProxyLogins(signIn: Pick<ProxySignIn, 'wait' | 'accepted'>, clock: Clock): () => void {
  const given = new Map<string, { readonly credentials: ProxyCredentials; readonly atMs: number }>()
  const remember = (at: string, credentials: ProxyCredentials): void => {
    given.delete(at)
    given.set(at, { credentials, atMs: clock.nowMs() })
    const [oldest] = given.keys()
    if (given.size > mostRemembered && oldest !== undefined) given.delete(oldest)
  }
  const answer = async (challenge: ProxyChallenge, url: string, tell: Tell): Promise<void> => {
    const at = JSON.stringify([challenge, url])
    const before = given.get(at)
    given.delete(at)
    const isWrong = before !== undefined && clock.nowMs() - before.atMs < wrongWithinMs
    const known = await signIn.wait(challenge, isWrong ? before.credentials : null)
    if (known === null) return tell()
    remember(at, known)
    tell(known.user, known.password)
  }
  const onLogin = (
    event: Event,
    _contents: unknown,
    { url }: AuthenticationResponseDetails,
    info: AuthInfo,
    tell: Tell,
  ): void => {
    const challenge = toChallenge(info)
    if (challenge === null) return
    event.preventDefault()
    void answer(challenge, url, tell)
  }
  app.on('login', onLogin)
  return () => {
    app.off('login', onLogin)
  }
}

const schemes = ['basic', 'digest', 'ntlm', 'negotiate'] as const

function toChallenge({ isProxy, scheme, host, port, realm }: AuthInfo): ProxyChallenge | null {
  const known = schemes.find((each) => each === scheme.toLowerCase())
  const proxy = URL.parse(
    `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`,
  )
  if (!isProxy || known === undefined || proxy === null) return null
  return { proxy: proxy.origin, scheme: known, realm: toRealm(realm) }
}
