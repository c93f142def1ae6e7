/** Keeps a connection to the gateway up: opens it, tells its state with an age, and comes back with full jitter. */
import type { Agent } from 'node:http'
import { type Failure, toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { Clock } from '#contract/time'
import { type GatewayConnection, openGatewayConnection } from '#main/desk/gateway/gatewayConnection'
import { createLinkStateKeeper } from '#main/desk/gateway/linkStateKeeper'
import type { Log } from '#main/desk/log'
import { createRoutedAgents } from '#main/desk/proxy/proxyAgents'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'
import { raceTimeout } from '#main/desk/raceTimeout'
import { createRetry } from '#main/desk/retry'

/** A connection that lasted this long was a good one: the next loss starts with a short wait again. */
const steadyAfterMs = 10_000

export interface GatewayLineOptions {
  readonly url: URL
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** The way to the gateway; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
  /**
   * Greets the gateway on a new connection before the line counts as connected: `ready`, `again` to drop it and try
   * anew, or a failure that no retry heals.
   */
  greet(opened: GatewayConnection): Promise<'ready' | 'again' | Failure>
  onChange(): void
}

/**
 * connecting ─▶ connected ─lost─▶ disconnected ─▶ connected …      (`disconnected` keeps its age through every attempt)
 *      └── greeting refused ──▶ failed ──whenConnected──▶ connecting
 */
export interface GatewayLine {
  readonly state: LinkState
  /** The connection in use; null while there is none that has been greeted. */
  readonly connection: GatewayConnection | null
  /** Waits for a connection up to `limitMs`; an attempt begins at once if the line was only waiting for its turn. */
  whenConnected(limitMs: number): Promise<GatewayConnection | null>
  close(): void
}

export function createGatewayLine(options: GatewayLineOptions): GatewayLine {
  const { url, clock, log, greet, onChange } = options
  const waiters = new Set<(opened: GatewayConnection) => void>()
  const retry = createRetry(clock, options.random)
  const agent = toAgent(url, options.proxies)
  const state = createLinkStateKeeper(clock, (from, to) => {
    if (from.kind !== to.kind)
      log.info({ from: from.kind, to: to.kind, why: to.failure?.code }, 'gateway link')
    onChange()
  })
  let connection: GatewayConnection | null = null
  let openedAtMs: number | null = null
  let closed = false

  const connect = (): void => {
    retry.cancel()
    openedAtMs = null
    const events = {
      onOpen: () => void whenOpen(opened),
      onClose: () => whenClosed(opened),
      onRoundTrip: state.measure,
    }
    const opened: GatewayConnection = openGatewayConnection(url, clock, events, agent)
    connection = opened
  }

  const whenOpen = async (opened: GatewayConnection): Promise<void> => {
    openedAtMs = clock.nowMs()
    const verdict = await greet(opened)
    if (opened !== connection) return
    if (verdict === 'again') return opened.close()
    if (verdict !== 'ready') return giveUp(opened, verdict)
    state.set('connected')
    for (const proceed of [...waiters]) proceed(opened)
  }

  const giveUp = (opened: GatewayConnection, failure: Failure): void => {
    connection = null
    state.set('failed', failure)
    opened.close()
  }

  const whenClosed = (lost: GatewayConnection): void => {
    if (lost !== connection || closed) return
    connection = null
    if (openedAtMs !== null && clock.nowMs() - openedAtMs >= steadyAfterMs) retry.reset()
    state.set('disconnected', toFailure('gateway-away'))
    retry.later(connect)
  }

  connect()
  // Whoever has just told a proxy who they are does not wait for the next turn.
  const stopProxies = options.proxies?.onSignedIn(() => {
    if (retry.isWaiting) connect()
  })

  return {
    get state() {
      return state.current
    },
    get connection() {
      return state.current.kind === 'connected' ? connection : null
    },
    whenConnected(limitMs) {
      if (state.current.kind === 'connected') return Promise.resolve(connection)
      if (state.current.kind === 'failed') state.set('connecting')
      if (connection === null && !closed) connect()
      return waitFor(clock, limitMs, waiters)
    },
    close() {
      closed = true
      stopProxies?.()
      retry.cancel()
      connection?.close()
      connection = null
    },
  }
}

/** undefined: Node connects by itself. */
function toAgent(url: URL, proxies: ProxyRoute | undefined): Agent | undefined {
  if (proxies === undefined) return undefined
  const { plain, tls } = createRoutedAgents({}, proxies)
  return url.protocol === 'wss:' ? tls : plain
}

/** The next value given to one of the `waiters`; null when none comes in time. */
function waitFor<T>(clock: Clock, limitMs: number, waiters: Set<(value: T) => void>): Promise<T | null> {
  let proceed: (value: T) => void = () => undefined
  const next = new Promise<T | null>((resolve) => {
    proceed = resolve
    waiters.add(proceed)
  })
  return raceTimeout(clock, limitMs, next, () => null).finally(() => waiters.delete(proceed))
}
