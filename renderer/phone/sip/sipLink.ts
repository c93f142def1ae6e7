/**
 * Keeps the phone registered: connects, registers, refreshes, measures, and comes back by itself.
 *
 * connecting ─200─▶ connected ─socket lost, no sign of life─▶ disconnected ─full jitter─▶ connecting
 *      └─401, 403─▶ failed (asking again would only lock the account)
 */
import {
  type Invitation,
  Inviter,
  type Registerer,
  type SessionDescriptionHandlerFactory,
  type URI,
  type UserAgent,
  UserAgentState,
} from 'sip.js'
import { type Failure, toCallFailure, toFailure } from '#contract/failure'
import type { LinkState } from '#contract/link'
import type { MessageCount } from '#contract/messageCount'
import type { SipCredentials } from '#contract/session'
import type { Clock } from '#contract/time'
import { endLostTransactions } from '#renderer/phone/sip/lostTransactions'
import { toRegisterDelayMs } from '#renderer/phone/sip/reconnectDelay'
import {
  createRegisterer,
  type FinalAnswer,
  measureRoundTrip,
  register,
  unregister,
} from '#renderer/phone/sip/registration'
import { createUserAgent } from '#renderer/phone/sip/userAgent'

export interface SipLinkParts {
  readonly credentials: SipCredentials
  readonly clock: Clock
  readonly random: () => number
  readonly createHandler: SessionDescriptionHandlerFactory
  readonly onState: (state: LinkState) => void
  readonly onInvite: (invitation: Invitation) => void
  readonly onMessages: (count: MessageCount) => void
  /** The socket is gone, and with it every call that only rings (RFC 7118: its answer has no way back). */
  readonly onSocketLost: () => void
  readonly report: (error: unknown) => void
}

export interface SipLink {
  /**
   * Measures the link now, or tries at once where it waits for the next attempt. In doubt whether the socket is still
   * one, it is given little time to prove it.
   */
  check(inDoubt?: boolean): void
  /** Registers anew now; false when the registrar did not take it. */
  renew(): Promise<boolean>
  /** A call to this address, not sent yet; null while the phone is not registered. */
  createInviter(target: URI, extraHeaders: readonly string[]): Inviter | null
  close(): Promise<void>
}

/** Between two signs of life on a quiet link. */
const pulseMs = 20_000
const pulseTimeoutMs = 4000
/** After sleep or a change of network a socket is more often dead than slow, and a caller may be waiting. */
const doubtTimeoutMs = 1000
/** Refreshed at half its life: a lost refresh can be repeated several times before the registration runs out. */
const refreshShare = 0.5

export function createSipLink(parts: SipLinkParts): SipLink {
  const link = new Link(parts)
  link.open()
  return {
    check: (inDoubt) => link.check(inDoubt),
    renew: () => link.renew(),
    createInviter: (target, extraHeaders) => link.createInviter(target, extraHeaders),
    close: () => link.close(),
  }
}

class Link {
  readonly #parts: SipLinkParts
  readonly #userAgent: UserAgent | null
  #registerer: Registerer | null = null
  #state: LinkState
  #attempt = 0
  #closed = false
  /** Counts connections, so that an answer of an earlier one changes nothing. */
  #turn = 0
  readonly #timers: Record<'retry' | 'refresh' | 'pulse', () => void> = {
    retry: nothing,
    refresh: nothing,
    pulse: nothing,
  }

  constructor(parts: SipLinkParts) {
    this.#parts = parts
    this.#state = toState('connecting', parts.clock)
    this.#userAgent = createUserAgent({
      ...parts,
      onSocketClosed: () => this.#lose(toFailure('switch-away')),
    })
  }

  open(): void {
    if (this.#userAgent === null) this.#tell(toState('failed', this.#parts.clock, toFailure('invalid')))
    else void this.#connect(this.#userAgent)
  }

  check(inDoubt = false): void {
    if (this.#userAgent === null) return
    if (this.#state.kind === 'disconnected') void this.#connect(this.#userAgent)
    else if (this.#state.kind === 'connected')
      void this.#pulse(this.#userAgent, this.#turn, inDoubt ? doubtTimeoutMs : pulseTimeoutMs)
  }

  async renew(): Promise<boolean> {
    if (this.#userAgent === null || this.#state.kind !== 'connected') return false
    await this.#register(this.#userAgent, this.#turn)
    return this.#state.kind === 'connected'
  }

  createInviter(target: URI, extraHeaders: readonly string[]): Inviter | null {
    if (this.#userAgent === null || this.#state.kind !== 'connected') return null
    // A telephone system answers as one side: what it lets be heard before the answer is the call's own sound.
    return new Inviter(this.#userAgent, target, { earlyMedia: true, extraHeaders: [...extraHeaders] })
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopTimers()
    this.#turn += 1
    if (this.#state.kind === 'connected' && this.#registerer !== null)
      await unregister(this.#registerer, this.#parts.clock)
    if (this.#userAgent?.state === UserAgentState.Started) await this.#userAgent.stop()
  }

  async #connect(userAgent: UserAgent): Promise<void> {
    this.#stopTimers()
    this.#turn += 1
    const turn = this.#turn
    this.#tell(toState('connecting', this.#parts.clock))
    const isOpen = await openSocket(userAgent)
    if (turn !== this.#turn) return
    if (isOpen) await this.#register(userAgent, turn)
    else this.#lose(toFailure('switch-away'))
  }

  async #register(userAgent: UserAgent, turn: number): Promise<void> {
    this.#timers.refresh()
    const { clock, credentials } = this.#parts
    this.#registerer ??= createRegisterer(userAgent, credentials.expiresSeconds)
    const answer = await register(this.#registerer, clock)
    if (turn !== this.#turn) return
    if (answer.status >= 300) {
      this.#refused(userAgent, answer)
      return
    }
    this.#attempt = 0
    const refreshInMs = credentials.expiresSeconds * 1000 * refreshShare
    this.#timers.refresh = clock.after(refreshInMs, () => void this.#register(userAgent, turn))
    if (this.#state.kind === 'connected') return
    this.#tell(toState('connected', clock))
    await this.#pulse(userAgent, turn)
  }

  #refused(userAgent: UserAgent, { status, retryAfterMs }: FinalAnswer): void {
    const failure = toCallFailure(status) ?? toFailure('switch-away')
    if (status === 401 || status === 403 || status === 407) {
      this.#fail(failure)
      return
    }
    this.#lose(failure, retryAfterMs)
    if (status === 408) this.#dropSocket(userAgent)
  }

  async #pulse(userAgent: UserAgent, turn: number, timeoutMs = pulseTimeoutMs): Promise<void> {
    this.#timers.pulse()
    const roundTripMs = await measureRoundTrip(userAgent, this.#parts.clock, timeoutMs)
    if (turn !== this.#turn) return
    if (roundTripMs === null) {
      this.#lose(toFailure('timed-out'))
      this.#dropSocket(userAgent)
      // This desk alone was away, as far as one can tell: it need not come back with the whole floor.
      if (timeoutMs === doubtTimeoutMs) this.check()
      return
    }
    this.#tell({ ...this.#state, roundTripMs: Math.round(roundTripMs) })
    this.#timers.pulse()
    this.#timers.pulse = this.#parts.clock.after(pulseMs, () => void this.#pulse(userAgent, turn))
  }

  /** A request that was never answered blocks the registerer: the next attempt gets a new socket and a new one. */
  #dropSocket(userAgent: UserAgent): void {
    this.#registerer = null
    // Rejects when the next attempt overtakes it, which is no fault.
    userAgent.transport.disconnect().catch(nothing)
  }

  #fail(failure: Failure): void {
    this.#stopTimers()
    this.#turn += 1
    this.#tell(toState('failed', this.#parts.clock, failure))
  }

  #lose(failure: Failure, retryAfterMs: number | null = null): void {
    const { clock, credentials, random, onSocketLost } = this.#parts
    if (this.#closed || this.#state.kind === 'failed' || this.#state.kind === 'disconnected') return
    this.#stopTimers()
    this.#turn += 1
    this.#tell(toState('disconnected', clock, failure))
    if (this.#userAgent !== null) endLostTransactions(this.#userAgent)
    onSocketLost()
    const spreadMs = credentials.reconnectSpreadMs ?? 0
    const delayMs = Math.max(retryAfterMs ?? 0, toRegisterDelayMs(this.#attempt, random, spreadMs))
    this.#attempt += 1
    this.#timers.retry = clock.after(delayMs, () => this.check())
  }

  #stopTimers(): void {
    this.#timers.retry()
    this.#timers.refresh()
    this.#timers.pulse()
  }

  #tell(state: LinkState): void {
    this.#state = state
    if (!this.#closed) this.#parts.onState(state)
  }
}

async function openSocket(userAgent: UserAgent): Promise<boolean> {
  try {
    if (userAgent.state === UserAgentState.Stopped) await userAgent.start()
    else await userAgent.reconnect()
    return true
  } catch {
    // The browser gives no reason for a socket that does not open.
    return false
  }
}

function nothing(): void {}

function toState(kind: LinkState['kind'], clock: Clock, failure: Failure | null = null): LinkState {
  return { kind, sinceMs: clock.nowMs(), failure, roundTripMs: null }
}
