/** The desk's own way to the network: the system's decision for each address, and the person's sign-in where a proxy asks. */
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { type ProxyHop, readProxyVariables } from '#main/desk/proxy/proxyRule'
import { createProxySignIn, type ProxySignIn, type SecretBox } from '#main/desk/proxy/proxySignIn'

/** What a shell knows of proxies. */
export interface ProxySource {
  /** The system's ways to an address, in their order. */
  hopsTo(target: URL): Promise<readonly ProxyHop[]>
  /** null where there is no keychain worth the name. */
  readonly box: SecretBox | null
}

export interface ProxyDesk {
  readonly route: ProxyRoute
  readonly signIn: ProxySignIn
}

export interface ProxyDeskOptions {
  readonly source: ProxySource
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

export async function openProxyDesk({ source, clock, newId, log }: ProxyDeskOptions): Promise<ProxyDesk> {
  const signIn = await createProxySignIn({ clock, newId, log, box: source.box })
  return {
    signIn,
    route: {
      hopsTo: (target) => source.hopsTo(target),
      signIn: async (challenge, refused) => signIn.find(challenge, refused),
      accepted: signIn.accepted,
      onSignedIn: signIn.onSignedIn,
    },
  }
}

/** For a command that runs without a desk: a proxy that wants a name turns it away, for nobody is there to be asked. */
export function toPlainRoute(source: ProxySource): ProxyRoute {
  return {
    hopsTo: (target) => source.hopsTo(target),
    signIn: async () => null,
    accepted: () => undefined,
    onSignedIn: () => () => undefined,
  }
}

/** Where no system is asked: the variables of the session. */
export function readSessionProxies(env: Readonly<Record<string, string | undefined>>): ProxySource {
  return { hopsTo: async (target) => readProxyVariables(env, target), box: null }
}
