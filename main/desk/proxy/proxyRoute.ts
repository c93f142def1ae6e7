/** The seam between a connection and the proxies on its way: which way it goes, and who signs in there. */
import type { ProxyChallenge, ProxyHop } from '#main/desk/proxy/proxyRule'

export interface ProxyCredentials {
  readonly user: string
  readonly password: string
}

/** Answered by the shell: Chromium's own decision in Electron, the session's variables in the browser shell. */
export interface ProxyRoute {
  /** The ways to try for this address, in their order; none where the rule names only what is not spoken here. */
  hopsTo(target: URL): Promise<readonly ProxyHop[]>
  /**
   * For exactly this proxy and realm, and for nobody else. `refused`: what this proxy has just turned down. null: not known; the
   * person is asked meanwhile, and `onSignedIn` tells.
   */
  signIn(challenge: ProxyChallenge, refused: ProxyCredentials | null): Promise<ProxyCredentials | null>
  /** The proxy took them. */
  accepted(challenge: ProxyChallenge): void
  /** Told when a person has signed in at a proxy: what failed for want of it is worth another try. */
  onSignedIn(listener: () => void): () => void
}
