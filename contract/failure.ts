/** The closed list of what can go wrong in a way the person can act on, and the answer that carries it. */
import { z } from 'zod'

/**
 * Why a command was not carried out. The page has one sentence per code in each language (`failure.<code>`).
 * - `wrong-password` user or password wrong; which one is not said
 * - `too-many-attempts` sign-in locked for `retryAfterMs`
 * - `too-old` this desk is older than its organisation lets work; `subject` is the oldest that may
 * - `signed-out` no session, or it has ended; sign in again
 * - `signed-in-elsewhere` another desk took this seat
 * - `forbidden` this role or scope may not do that
 * - `gateway-away` no connection to the gateway
 * - `switch-away` the gateway has no connection to the telephone system
 * - `not-found` the agent, call or queue named is not (or no longer) there
 * - `wrong-state` not possible now, for example ending a wrap-up when there is none
 * - `unproven` nobody is available here before the desk has proved that callers reach it
 * - `invalid` the input broke the contract
 * - `cache-unavailable` the CRM cache cannot be opened or read
 * - `cache-unwritable` the disk refuses writes (full, read-only); what was typed is held in memory and retried
 * - `microphone-refused` permission denied; `microphone-absent` none found; `microphone-busy` the system refused it
 * - `port-taken` the loopback port asked for is in use
 * - `call-…` the PBX's final answer to a call, by SIP status (RFC 3261 section 21)
 * - `timed-out` no answer in time
 * - `internal` a surprise; details are in the log under `reference`
 */
export const FailureCode = z.enum([
  'wrong-password',
  'too-many-attempts',
  'too-old',
  'signed-out',
  'signed-in-elsewhere',
  'forbidden',
  'gateway-away',
  'switch-away',
  'not-found',
  'wrong-state',
  'unproven',
  'invalid',
  'cache-unavailable',
  'cache-unwritable',
  'microphone-refused',
  'microphone-absent',
  'microphone-busy',
  'port-taken',
  'call-unauthorised', // 401, 407
  'call-forbidden', // 403
  'call-not-found', // 404, 410, 604
  'call-timed-out', // 408, 504
  'call-unavailable', // 480
  'call-incomplete', // 484
  'call-busy', // 486, 600
  'call-cancelled', // 487
  'call-not-acceptable', // 488, 606
  'call-switch-error', // 500, 502
  'call-switch-overloaded', // 503
  'call-declined', // 603
  'call-unanswered', // taken back by this phone: nobody answered in time
  'call-failed', // any other final answer
  'timed-out',
  'internal',
])
export type FailureCode = z.infer<typeof FailureCode>

export const Failure = z.object({
  code: FailureCode,
  /** What it concerns (a user, a port, a SIP status), already safe to show; null when there is nothing to add. */
  subject: z.string().max(200).nullable(),
  /** Milliseconds after which trying again makes sense; null when it does not. */
  retryAfterMs: z.number().int().nonnegative().nullable(),
})
export type Failure = z.infer<typeof Failure>

export function toFailure(
  code: FailureCode,
  subject: string | null = null,
  retryAfterMs: number | null = null,
): Failure {
  return { code, subject, retryAfterMs }
}

/** The failure a person is told for a SIP final status (RFC 3261 section 21); null below 300. */
export function toCallFailure(sipStatus: number): Failure | null {
  if (sipStatus < 300) return null
  return toFailure(callFailureCodes[sipStatus] ?? 'call-failed', String(sipStatus))
}

const callFailureCodes: Readonly<Record<number, FailureCode>> = {
  401: 'call-unauthorised',
  403: 'call-forbidden',
  404: 'call-not-found',
  407: 'call-unauthorised',
  408: 'call-timed-out',
  410: 'call-not-found',
  480: 'call-unavailable',
  484: 'call-incomplete',
  486: 'call-busy',
  487: 'call-cancelled',
  488: 'call-not-acceptable',
  500: 'call-switch-error',
  502: 'call-switch-error',
  503: 'call-switch-overloaded',
  504: 'call-timed-out',
  600: 'call-busy',
  603: 'call-declined',
  604: 'call-not-found',
  606: 'call-not-acceptable',
}

/** The schema of an answer: either `value` or a failure from the closed list; nothing is thrown for the expected. */
export function answerOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), failure: Failure }),
  ])
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure }

export function done<T>(value: T): Answer<T> {
  return { ok: true, value }
}

export function failed(
  code: FailureCode,
  subject: string | null = null,
  retryAfterMs: number | null = null,
): Answer<never> {
  return { ok: false, failure: toFailure(code, subject, retryAfterMs) }
}
