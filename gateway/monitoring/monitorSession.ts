/** The words of a monitoring session: where it stands, what is asked of it, and what it asks of the switch. */
import type { FailureCode } from '#contract/failure'
import type { AgentId, CallId, MonitorId } from '#contract/ids'
import type { MonitorEnd, MonitorMode, MonitorTarget } from '#contract/monitor'
import type { Place } from '#gateway/monitoring/monitorRights'

/** What is known of the supervisor's leg. */
export type Leg =
  /** Nobody has asked for it yet, or the phone rings. */
  | { readonly kind: 'none' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'hearing'; readonly place: Place; readonly mode: MonitorMode }
  | { readonly kind: 'talking'; readonly callId: CallId }
  /** An order was not answered in time: it may or may not be in force. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gone' }

/** One at a time is in flight; each is answered or times out. */
export type Order =
  | { readonly kind: 'open'; readonly on: Place | null; readonly mode: MonitorMode }
  | { readonly kind: 'steer'; readonly on: Place | null; readonly mode: MonitorMode }
  | { readonly kind: 'pause'; readonly place: Place }
  | { readonly kind: 'takeOver'; readonly place: Place }
  | { readonly kind: 'giveBack'; readonly place: Place }
  | { readonly kind: 'close' }

/**
 * opening ─leg answered─▶ following ─▶ takingOver (pausing ─▶ swapping ─▶ confirming) ─confirmed─▶ talking
 *                             ▲            │ refused      │ no sound in time       │            │ handed back
 *                             ├────────────┘              └──▶ rollingBack ◀───────┘      handingBack
 *                             └────────────────────────────────────┴─────────────────────────┘
 * From anywhere to ended, which still has its leg to close and, cut off in a take-over, the caller to give back.
 */
export type Phase =
  | { readonly kind: 'opening'; readonly untilMs: number }
  | { readonly kind: 'following' }
  | {
      readonly kind: 'takingOver'
      readonly place: Place
      readonly step: 'pausing' | 'swapping' | 'rollingBack'
      /** What the supervisor is told once the caller is back. */
      readonly failure: FailureCode
    }
  | {
      readonly kind: 'takingOver'
      readonly place: Place
      /** For sound both ways at the supervisor's phone; or for the agent's answer, as the caller goes back. */
      readonly step: 'confirming' | 'returning'
      readonly untilMs: number
    }
  | { readonly kind: 'talking'; readonly place: Place }
  /** `untilMs`: the agent's phone rings until then; null while the switch is being asked. */
  | { readonly kind: 'handingBack'; readonly place: Place; readonly untilMs: number | null }
  | {
      readonly kind: 'ended'
      readonly why: MonitorEnd
      readonly owesClose: boolean
      /** A caller who may hang on a leg that is no longer wanted. */
      readonly rescue: Place | null
    }

/** Somebody waits for an answer, at the latest until then. */
export type Ask = { readonly id: number; readonly untilMs: number } & (
  | { readonly kind: 'settle'; readonly mode: MonitorMode }
  | { readonly kind: 'takeOver' | 'handBack' }
)

export interface Session {
  readonly id: MonitorId
  readonly supervisorId: AgentId
  readonly target: MonitorTarget
  /** Of a silent shadow: the session that has taken the caller over; null for a supervisor's own. */
  readonly shadowOf: MonitorId | null
  /** Of a queue: the call it was put to, until that is over; null while the next answer is waited for. */
  readonly bound: CallId | null
  /** Where a take-over was last tried: whose caller it is that the leg may hold. */
  readonly taken: Place | null
  /** The mode asked for last. */
  readonly wish: MonitorMode
  /** The mode last answered as in force: where to go back to from one that does not come about. */
  readonly agreed: MonitorMode
  readonly leg: Leg
  readonly phase: Phase
  readonly flight: Order | null
  readonly asks: readonly Ask[]
  /** After orders that failed: how many in a row, for which place, and when the next may be given for it. */
  readonly trouble: { readonly times: number; readonly on: Place | null; readonly retryAtMs: number } | null
}

export type MonitorEvent =
  /** The floor moved. `answered`: the call of the target's queue that was answered just now. */
  | { readonly kind: 'looked'; readonly answered: CallId | null }
  | { readonly kind: 'legTold'; readonly leg: Leg; readonly why: 'refused' | 'lost' | 'closed' | null }
  | { readonly kind: 'orderEnded'; readonly failure: FailureCode | null }
  | { readonly kind: 'timePassed' }
  | { readonly kind: 'modeWished'; readonly askId: number; readonly mode: MonitorMode }
  | { readonly kind: 'aimed'; readonly askId: number; readonly target: MonitorTarget }
  | { readonly kind: 'takeOverWished'; readonly askId: number }
  | { readonly kind: 'confirmed'; readonly flows: boolean }
  | { readonly kind: 'handBackWished'; readonly askId: number }
  | { readonly kind: 'ended'; readonly why: MonitorEnd }

/** What the floor and the rights say of a session now. */
export interface Sight {
  readonly nowMs: number
  readonly target: 'there' | 'gone' | 'forbidden'
  /** Whether they may be heard by anybody; otherwise they only listen. */
  readonly maySpeak: boolean
  /** Where the leg belongs; null while there is nothing to hear, or it may not be heard. */
  readonly place: Place | null
  /** Another session takes the caller of this place, or has just done so. */
  readonly isTakenElsewhere: boolean
  /** The bound call has left the queue's talk. */
  readonly isBoundOver: boolean
  readonly isReached: boolean
  /** Who has the caller of a place. */
  holderOf(place: Place): 'nobody' | 'agent' | 'supervisor' | 'elsewhere' | 'gone'
}

/** `failure` null: done. */
export interface AskAnswer {
  readonly askId: number
  readonly failure: FailureCode | null
}

/** A desk answers its leg at once; one that has not by then will not. */
export const openingMs = 10_000
/** A desk is answered within 5 s, whatever the switch does. */
export const settleMs = 4500
/** The wait for sound both ways after the swap. */
export const confirmMs = 1000
/** How long an agent is waited for who is given a caller back; longer than any phone rings. */
export const returnMs = 60_000

export function beginSession(
  start: Pick<Session, 'id' | 'supervisorId' | 'target'> & {
    readonly mode: MonitorMode
    readonly shadowOf?: MonitorId | null
  },
  nowMs: number,
): Session {
  const { mode, shadowOf = null, ...rest } = start
  return {
    ...rest,
    shadowOf,
    bound: null,
    taken: null,
    wish: mode,
    agreed: mode,
    leg: { kind: 'none' },
    phase: { kind: 'opening', untilMs: nowMs + openingMs },
    flight: null,
    asks: [],
    trouble: null,
  }
}

/** When time alone changes something next; null when nothing waits. */
export function nextDueMs({ phase, asks, trouble }: Session, nowMs: number): number | null {
  const dues = asks.map(({ untilMs }) => untilMs)
  if ('untilMs' in phase && phase.untilMs !== null) dues.push(phase.untilMs)
  if (trouble !== null) dues.push(trouble.retryAtMs)
  const ahead = dues.filter((dueMs) => dueMs > nowMs)
  return ahead.length === 0 ? null : Math.min(...ahead)
}
