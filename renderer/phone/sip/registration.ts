/** One REGISTER or OPTIONS as a promise: the final status, however the telephone system puts it. */
import { Registerer, RegistererState, type UserAgent } from 'sip.js'
import type { Clock } from '#contract/time'

export interface FinalAnswer {
  /** SIP final status; 408 when none came in time. */
  readonly status: number
  /** From `Retry-After` in milliseconds; null without. */
  readonly retryAfterMs: number | null
}

/** No registrar takes longer while it is well; the transaction itself would wait 32 s (RFC 3261 timer F). */
const registerTimeoutMs = 10_000

/** Registers once. Settles within 10 s; the library's own refresh is a net below ours, never the first to act. */
export function register(registerer: Registerer, clock: Clock): Promise<FinalAnswer> {
  return new Promise((resolve) => {
    const settle = (answer: FinalAnswer) => {
      cancel()
      registerer.stateChange.removeListener(onState)
      resolve(answer)
    }
    const cancel = clock.after(registerTimeoutMs, () => settle({ status: 408, retryAfterMs: null }))
    // After 423 (interval too brief) the library asks again by itself, and only its state tells the result.
    const onState = (state: RegistererState) => {
      if (state === RegistererState.Registered) settle({ status: 200, retryAfterMs: null })
    }
    registerer.stateChange.addListener(onState)
    const refused = (status: number | undefined) =>
      settle({ status: status ?? 400, retryAfterMs: retryAfter() })
    const retryAfter = () => (registerer.retryAfter === undefined ? null : registerer.retryAfter * 1000)
    registerer
      .register({
        requestDelegate: {
          onAccept: () => settle({ status: 200, retryAfterMs: null }),
          onRedirect: (response) => refused(response.message.statusCode),
          onReject: (response) => {
            if (response.message.statusCode !== 423) refused(response.message.statusCode)
          },
        },
      })
      // A request still pending from a connection that died: as good as no answer.
      .catch(() => settle({ status: 408, retryAfterMs: null }))
  })
}

/** Takes the registration back; settles when answered, or after a second: leaving does not wait for the network. */
export function unregister(registerer: Registerer, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(1000, resolve)
    const settle = () => {
      cancel()
      resolve()
    }
    registerer
      .unregister({ requestDelegate: { onAccept: settle, onReject: settle, onRedirect: settle } })
      .catch(settle)
  })
}

/** Asks the registrar for a sign of life; any final answer is one. null when none came within `timeoutMs`. */
export function measureRoundTrip(
  userAgent: UserAgent,
  clock: Clock,
  timeoutMs: number,
): Promise<number | null> {
  return new Promise((resolve) => {
    const startedMs = performance.now()
    const cancel = clock.after(timeoutMs, () => resolve(null))
    const alive = () => {
      cancel()
      resolve(performance.now() - startedMs)
    }
    const { userAgentCore: core, configuration } = userAgent
    const target = configuration.uri.clone()
    target.user = undefined
    const message = core.makeOutgoingRequestMessage('OPTIONS', target, configuration.uri, target, {})
    core.request(message, {
      onAccept: alive,
      onRedirect: alive,
      // 408 and 503 are what the library itself says when nothing came back or nothing could be sent.
      onReject: (response) => {
        if (response.message.statusCode !== 408 && response.message.statusCode !== 503) alive()
      },
    })
  })
}

/** Makes the registerer; a fresh one is needed where an old request never got its answer. */
export function createRegisterer(userAgent: UserAgent, expiresSeconds: number): Registerer {
  return new Registerer(userAgent, { expires: expiresSeconds, refreshFrequency: 99, logConfiguration: false })
}
