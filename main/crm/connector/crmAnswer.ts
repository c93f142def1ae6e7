/** What can go wrong between a desk and a CRM, as a closed list, and the answer that carries it. */

/**
 * - `unreachable` no connection, a name that does not resolve, a certificate nobody vouches for
 * - `timed-out` no whole answer within the time allowed
 * - `refused` the CRM does not know us or lets us do less (401, 403): a person has to sign in or be given rights
 * - `busy` asked too often or out of service for now (429, 502, 503, 504): `retryAfterMs` when it said how long
 * - `nonsense` an answer that is none: HTML, broken JSON, a wrong charset, too large, another host, a missing field
 * - `rejected` the CRM understood what was written and will not take it (400, 404, 409, 422): trying again is in vain
 * - `misconfigured` the template or the settings say something impossible
 */
export type CrmProblemKind =
  | 'unreachable'
  | 'timed-out'
  | 'refused'
  | 'busy'
  | 'nonsense'
  | 'rejected'
  | 'misconfigured'

export interface CrmProblem {
  readonly kind: CrmProblemKind
  /** For a person who mends it, in English, without a secret, a name or a number of a caller; at most 300 characters. */
  readonly detail: string
  /** null when the CRM did not say. */
  readonly retryAfterMs: number | null
}

export type CrmAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CrmProblem }

export function answered<T>(value: T): CrmAnswer<T> {
  return { ok: true, value }
}

export function hasProblem(
  kind: CrmProblemKind,
  detail: string,
  retryAfterMs: number | null = null,
): CrmAnswer<never> {
  return { ok: false, problem: { kind, detail: detail.slice(0, 300), retryAfterMs } }
}
