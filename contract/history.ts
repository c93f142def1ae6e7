/** The calls of an agent's own phone as the desk remembers them, and how the page tells and reads them. */
import { z } from 'zod'
import { FailureCode } from '#contract/failure'
import { CallId, PersonId, QueueId } from '#contract/ids'
import { DialString, DisplayName } from '#contract/text'
import { DurationMs, EpochMs } from '#contract/time'

const SipCallId = z.string().min(1).max(256)

/** As the agent saw it then: a person, their voicemail, a queue, or a number alone. */
export const HandedTo = z.object({
  kind: z.enum(['person', 'voicemail', 'queue', 'number']),
  /** The name; the number where there is none. */
  who: z.string().min(1).max(200),
  /** Of a queue, as below; absent otherwise. */
  queueId: QueueId.optional(),
})
export type HandedTo = z.infer<typeof HandedTo>

const callFacts = {
  direction: z.enum(['in', 'out']),
  number: DialString,
  /** The person of the customer book, otherwise the calling name; null where neither is known. */
  name: DisplayName.nullable(),
  personId: PersonId.nullable(),
  /** As the agent saw it then; null outside queues. */
  queueName: DisplayName.nullable(),
  /** By which the queue is named as it is now, in the language of now; absent outside queues, and in calls of old. */
  queueId: QueueId.optional(),
  /** The number the caller dialled; null for outgoing calls and where the telephone system does not tell. */
  dialledNumber: DialString,
  /** When it rang here, or was dialled, by the desk's clock. */
  beganAtMs: EpochMs,
  /** How long the caller had waited in the queue when it rang here; null outside queues. */
  queuedMs: DurationMs.nullable(),
  answeredAtMs: EpochMs.nullable(),
  endedAtMs: EpochMs.nullable(),
  /** Why it failed; null where it did not. */
  failure: FailureCode.nullable(),
  /** Where the caller went when this agent handed them over; absent where they did not. */
  handedTo: HandedTo.optional(),
}

/** One call as the page's phone knows it now: told when it begins and at each change of what stands here. */
export const CallReport = z.object({
  sipCallId: SipCallId,
  callId: CallId.nullable(),
  ...callFacts,
  /** null while it lasts. */
  outcome: z.enum(['hung-up', 'declined', 'missed', 'answered-elsewhere', 'failed']).nullable(),
})
export type CallReport = z.infer<typeof CallReport>

/**
 * - `live` it rings, is dialled or talked in
 * - `answered` somebody was talked to
 * - `missed` the caller gave up or the offer ran out
 * - `declined` by this agent; `elsewhere` another phone took it
 * - `unreached` an outgoing call nobody answered; `failure` says why, null where it was taken back
 * - `interrupted` this page was lost in it, and nobody told how it ended
 */
export const HistoryOutcome = z.enum([
  'live',
  'answered',
  'missed',
  'declined',
  'elsewhere',
  'unreached',
  'interrupted',
])
export type HistoryOutcome = z.infer<typeof HistoryOutcome>

export const HistoryEntry = z.object({
  id: SipCallId,
  ...callFacts,
  outcome: HistoryOutcome,
  /** Whether a missed call has been looked at; true for any other. */
  isSeen: z.boolean(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** How long was talked; null for a call that was not answered, or whose end nobody told. */
export function toTalkMs({ answeredAtMs, endedAtMs }: HistoryEntry): number | null {
  return answeredAtMs === null || endedAtMs === null ? null : Math.max(0, endedAtMs - answeredAtMs)
}

/** How long the caller, or this agent, waited for an answer: in the queue and at the phone. */
export function toWaitMs({ queuedMs, beganAtMs, answeredAtMs, endedAtMs }: HistoryEntry): number | null {
  const until = answeredAtMs ?? endedAtMs
  return until === null ? null : (queuedMs ?? 0) + Math.max(0, until - beganAtMs)
}

/** More than an agent makes in two months; older ones are forgotten. */
export const mostHistory = 2000

export const HistoryQuery = z.object({
  /** Found in names, numbers and queues; empty for all. */
  text: z.string().max(80),
  /** `dialled`: what was called from this desk, reached or not. */
  show: z.enum(['all', 'missed', 'dialled']),
  limit: z.number().int().min(1).max(200),
})
export type HistoryQuery = z.infer<typeof HistoryQuery>

export const HistoryPage = z.object({
  /** Newest first. */
  entries: z.array(HistoryEntry).max(200),
  /** How many there are in all. */
  total: z.number().int().nonnegative(),
})
export type HistoryPage = z.infer<typeof HistoryPage>

/** Told at each change: what was read before is old. */
export const HistoryState = z.object({
  revision: z.number().int().nonnegative(),
  unseenMissed: z.number().int().nonnegative(),
})
export type HistoryState = z.infer<typeof HistoryState>
