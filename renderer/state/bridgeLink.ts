/**
 * Keeps the page connected to main: comes back by itself, and runs the page's watchers again on every connection.
 *
 * connecting ─open─▶ connected ─closed─▶ disconnected ─full jitter─▶ connecting
 */
import type { BridgeClient } from '#contract/bridge'
import { type Answer, failed, toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { Clock } from '#contract/time'
import { toReconnectDelayMs } from '#renderer/phone/sip/reconnectDelay'
import type { BridgeConnection } from '#renderer/state/bridgeConnection'

export interface BridgeLinkParts {
  readonly open: () => Promise<BridgeConnection>
  readonly clock: Clock
  readonly random: () => number
  readonly onState: (state: LinkState) => void
  readonly report: (error: unknown) => void
}

export interface Watcher {
  /** Drops what is open and asks from the beginning. */
  restart(): void
}

export interface BridgeLink {
  /** Follows a stream for as long as the page lives; a stream that ends is opened again. */
  watch<T>(open: OpenStream<T>, onValue: (value: T) => void): Watcher
  /** Follows a stream once, on the connection there is; `onEnd` is told when it is over, unless it was stopped. */
  follow<T>(open: OpenStream<T>, onValue: (value: T) => void, onEnd: () => void): () => void
  /** Never rejects: a bridge that is away answers `gateway-away`, silence `timed-out`, a surprise `internal`. */
  ask<T>(question: (client: BridgeClient) => Promise<Answer<T>>): Promise<Answer<T>>
  /** Says something that has no answer; silently dropped while the bridge is away. */
  tell(message: (client: BridgeClient) => Promise<unknown>): void
  close(): void
}

export type OpenStream<T> = (client: BridgeClient, signal: AbortSignal) => Promise<AsyncIterable<T>>

/** Main answers in milliseconds; a sign-in may wait for the gateway. */
const answerWithinMs = 15_000

export function createBridgeLink(parts: BridgeLinkParts): BridgeLink {
  const link = new Link(parts)
  link.connect()
  return link
}

class Link implements BridgeLink {
  readonly #parts: BridgeLinkParts
  readonly #streams = new Set<Stream>()
  /** Ends what is followed once. */
  readonly #followed = new Set<() => void>()
  #connection: BridgeConnection | null = null
  #attempt = 0
  #closed = false
  #cancelRetry: () => void = () => undefined

  constructor(parts: BridgeLinkParts) {
    this.#parts = parts
  }

  connect(): void {
    this.#tell('connecting')
    this.#parts.open().then(
      (connection) => this.#opened(connection),
      () => this.#lost(),
    )
  }

  watch<T>(open: OpenStream<T>, onValue: (value: T) => void): Watcher {
    const stream = new Stream(this.#parts, async (client, signal) => {
      for await (const value of await open(client, signal)) {
        if (signal.aborted) return
        onValue(value)
      }
    })
    this.#streams.add(stream)
    if (this.#connection !== null) stream.start(this.#connection.client)
    return { restart: () => stream.restart() }
  }

  follow<T>(open: OpenStream<T>, onValue: (value: T) => void, onEnd: () => void): () => void {
    const abort = new AbortController()
    const end = () => {
      if (!this.#followed.delete(end)) return
      abort.abort()
      onEnd()
    }
    this.#followed.add(end)
    void this.#readOnce(open, abort.signal, onValue).then(end)
    return () => {
      this.#followed.delete(end)
      abort.abort()
    }
  }

  async #readOnce<T>(open: OpenStream<T>, signal: AbortSignal, onValue: (value: T) => void): Promise<void> {
    const connection = this.#connection
    if (connection === null) return
    try {
      for await (const value of await open(connection.client, signal)) {
        if (signal.aborted) return
        onValue(value)
      }
    } catch (error) {
      if (!signal.aborted) this.#parts.report(error)
    }
  }

  async ask<T>(question: (client: BridgeClient) => Promise<Answer<T>>): Promise<Answer<T>> {
    const connection = this.#connection
    if (connection === null) return failed('gateway-away')
    const late = Promise.withResolvers<Answer<T>>()
    const cancel = this.#parts.clock.after(answerWithinMs, () => late.resolve(failed('timed-out')))
    try {
      return await Promise.race([question(connection.client), late.promise])
    } catch (error) {
      if (connection !== this.#connection) return failed('gateway-away')
      this.#parts.report(error)
      return failed('internal')
    } finally {
      cancel()
    }
  }

  tell(message: (client: BridgeClient) => Promise<unknown>): void {
    const connection = this.#connection
    if (connection !== null) message(connection.client).catch(() => undefined)
  }

  close(): void {
    this.#closed = true
    this.#cancelRetry()
    this.#connection?.close()
    for (const end of [...this.#followed]) end()
    for (const stream of this.#streams) stream.stop()
  }

  #opened(connection: BridgeConnection): void {
    if (this.#closed) {
      connection.close()
      return
    }
    this.#attempt = 0
    this.#connection = connection
    this.#tell('connected')
    for (const stream of this.#streams) stream.start(connection.client)
    void connection.closed.then(() => this.#lost())
  }

  #lost(): void {
    this.#connection = null
    for (const end of [...this.#followed]) end()
    for (const stream of this.#streams) stream.stop()
    if (this.#closed) return
    this.#tell('disconnected')
    const delayMs = toReconnectDelayMs(this.#attempt, this.#parts.random)
    this.#attempt += 1
    this.#cancelRetry = this.#parts.clock.after(delayMs, () => this.connect())
  }

  #tell(kind: LinkState['kind']): void {
    const failure = kind === 'disconnected' ? toFailure('gateway-away') : null
    this.#parts.onState({ kind, sinceMs: this.#parts.clock.nowMs(), failure, roundTripMs: null })
  }
}

type Follow = (client: BridgeClient, signal: AbortSignal) => Promise<void>

/** One stream on the connection there is; begins again when it ends, more slowly each time it ends at once. */
class Stream {
  readonly #parts: Pick<BridgeLinkParts, 'clock' | 'random' | 'report'>
  readonly #follow: Follow
  #client: BridgeClient | null = null
  #abort = new AbortController()
  #cancelRetry: () => void = () => undefined
  #attempt = 0

  constructor(parts: Pick<BridgeLinkParts, 'clock' | 'random' | 'report'>, follow: Follow) {
    this.#parts = parts
    this.#follow = follow
  }

  start(client: BridgeClient): void {
    this.#client = client
    this.#attempt = 0
    void this.#run(client)
  }

  stop(): void {
    this.#client = null
    this.#cancelRetry()
    this.#abort.abort()
  }

  restart(): void {
    const client = this.#client
    if (client === null) return
    this.stop()
    this.#client = client
    void this.#run(client)
  }

  async #run(client: BridgeClient): Promise<void> {
    this.#abort = new AbortController()
    const { signal } = this.#abort
    const startedAtMs = this.#parts.clock.nowMs()
    try {
      await this.#follow(client, signal)
    } catch (error) {
      if (!signal.aborted) this.#parts.report(error)
    }
    if (signal.aborted) return
    this.#attempt = this.#parts.clock.nowMs() - startedAtMs > 10_000 ? 0 : this.#attempt + 1
    const delayMs = toReconnectDelayMs(this.#attempt, this.#parts.random)
    this.#cancelRetry = this.#parts.clock.after(delayMs, () => void this.#run(client))
  }
}
