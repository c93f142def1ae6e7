/** What is known of whether callers can reach this desk, and what follows from it. */
import type { Failure } from '#contract/failure'
import type { ReachPolicy } from '#contract/reach'
import type { ReachOutcome, ReachStep } from '#renderer/phone/reach/reachProof'

/**
 * unproven ─phone registered, no call─▶ proving ─▶ proven ─sleep, another network, other devices─▶ unproven
 *    ▲ ▲───── a call came first ──────────┤ └────▶ silenced, failed ─a while, or asked─▶ proving
 */
export type ReachState =
  | { readonly kind: 'unproven' }
  | { readonly kind: 'proving' }
  /** Page clock. */
  | { readonly kind: 'proven'; readonly atMs: number }
  | {
      readonly kind: 'failed'
      readonly step: ReachStep
      readonly failure: Failure | null
      readonly atMs: number
    }
  /** The page may make no sound before somebody has clicked in it. */
  | { readonly kind: 'silenced' }

export interface ReachModel {
  readonly policy: ReachPolicy
  readonly state: ReachState
}

export const noReach: ReachModel = { policy: 'off', state: { kind: 'unproven' } }

/** Whether nobody may choose to be available now. */
export function isLocked({ policy, state }: ReachModel): boolean {
  return policy === 'require' && state.kind !== 'proven'
}

export function toReachState(outcome: ReachOutcome, nowMs: number): ReachState {
  switch (outcome.kind) {
    case 'proven':
      return { kind: 'proven', atMs: nowMs }
    case 'failed':
      return { ...outcome, atMs: nowMs }
    case 'silenced':
      return { kind: 'silenced' }
    case 'interrupted':
      return { kind: 'unproven' }
  }
}

/** How long after this state it is tried again by itself; null for not before something changes. */
export function toRetryMs(state: ReachState, failures: number): number | null {
  switch (state.kind) {
    case 'failed':
      return Math.min(120_000, 15_000 * 2 ** Math.min(failures, 3))
    case 'silenced':
    case 'unproven':
      return 3_000
    case 'proving':
    case 'proven':
      return null
  }
}
