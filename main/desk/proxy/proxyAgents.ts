/** Node's own HTTP agents, whose connections go the way a `ProxyRoute` says. */
import { Agent as PlainAgent, type AgentOptions as PlainOptions } from 'node:http'
import { Agent as TlsAgent, type AgentOptions as TlsOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { openWay } from '#main/desk/proxy/proxyTunnel'

export interface RoutedAgents {
  /** For `http:` and `ws:`. */
  readonly plain: PlainAgent
  /** For `https:` and `wss:`. */
  readonly tls: TlsAgent
}

/** `route` null: straight, as Node does by itself. */
export function createRoutedAgents(options: TlsOptions, route: ProxyRoute | null): RoutedAgents {
  if (route === null) return { plain: new PlainAgent(options), tls: new TlsAgent(options) }
  return { plain: new RoutedPlainAgent(options, route), tls: new RoutedTlsAgent(options, route) }
}

type Place = { readonly host?: string | null | undefined; readonly port?: string | number | null | undefined }
type Connected = (error: Error | null, socket: Duplex) => void

function toTarget(scheme: 'http' | 'https', { host, port }: Place): URL {
  const name = host?.includes(':') ? `[${host}]` : (host ?? 'localhost')
  return new URL(`${scheme}://${name}:${port ?? (scheme === 'https' ? 443 : 80)}`)
}

/** Node takes an error in place of a socket; its types want both. */
function fail(connected: Connected | undefined, cause: unknown): void {
  const tell = connected as ((error: Error) => void) | undefined
  tell?.(cause instanceof Error ? cause : new Error(String(cause)))
}

class RoutedPlainAgent extends PlainAgent {
  readonly #route: ProxyRoute
  constructor(options: PlainOptions, route: ProxyRoute) {
    super(options)
    this.#route = route
  }
  override createConnection(options: Parameters<PlainAgent['createConnection']>[0], connected?: Connected) {
    openWay(toTarget('http', options), this.#route).then(
      (way) => connected?.(null, way ?? (super.createConnection(options) as Duplex)),
      (cause: unknown) => fail(connected, cause),
    )
    return undefined
  }
}

class RoutedTlsAgent extends TlsAgent {
  readonly #route: ProxyRoute
  constructor(options: TlsOptions, route: ProxyRoute) {
    super(options)
    this.#route = route
  }
  override createConnection(options: Parameters<TlsAgent['createConnection']>[0], connected?: Connected) {
    openWay(toTarget('https', options), this.#route).then(
      (way) => {
        // Beyond the tunnel it is the target whose certificate counts: its name stays in `options`.
        const through: object = way === null ? options : { ...options, socket: way }
        connected?.(null, super.createConnection(through) as Duplex)
      },
      (cause: unknown) => fail(connected, cause),
    )
    return undefined
  }
}
