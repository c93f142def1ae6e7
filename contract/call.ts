/** A call in the live model, from its arrival to its end. */
import { z } from 'zod'
import { ConferenceMember } from '#contract/conference'
import { AgentId, CallId, QueueId } from '#contract/ids'
import { CallRecording } from '#contract/recording'
import { DialString, DisplayName } from '#contract/text'
import { EpochMs } from '#contract/time'

/** Who is calling, as the PBX says. Both null for a withheld caller. */
export const CallerIdentity = z.object({
  /** E.164 where the PBX gives it so, otherwise its own digits; null when withheld. */
  number: DialString,
  /** Calling name (CNAM or PBX phone book); null when there is none. Hostile text made safe. */
  name: DisplayName.nullable(),
})
export type CallerIdentity = z.infer<typeof CallerIdentity>

/**
 * waiting ──connect──▶ talking ◀──▶ held
 *    │                    │          │
 *    └──── abandon, time-out, hang-up ┴──▶ (the call leaves the model)
 * dialling ──answer──▶ talking          (outbound and internal calls)
 */
export const CallState = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('waiting'),
    /** Place in the queue, 1 is next. */
    position: z.number().int().positive(),
    /** Agents whose phones ring for it now; empty while none does. */
    offeredTo: z.array(AgentId),
    /** When the phones began to ring; null while none does. */
    offeredAtMs: EpochMs.nullable(),
  }),
  z.object({ kind: z.literal('dialling'), agentId: AgentId }),
  z.object({ kind: z.literal('talking'), agentId: AgentId, sinceMs: EpochMs }),
  z.object({ kind: z.literal('held'), agentId: AgentId, sinceMs: EpochMs, talkingSinceMs: EpochMs }),
])
export type CallState = z.infer<typeof CallState>

export const Call = z.object({
  id: CallId,
  direction: z.enum(['inbound', 'outbound', 'internal']),
  caller: CallerIdentity,
  /** The number the caller dialled (DID); null when the PBX does not tell. */
  dialledNumber: DialString,
  /** null for a call that never entered a queue. */
  queueId: QueueId.nullable(),
  /** Queue priority, higher is served first; 0 is ordinary. */
  priority: z.number().int(),
  /** When it reached the PBX. */
  enteredAtMs: EpochMs,
  /** When it joined its queue; null outside queues. */
  queuedAtMs: EpochMs.nullable(),
  /** When an agent answered; null before. */
  answeredAtMs: EpochMs.nullable(),
  state: CallState,
  /** Absent for a call that is not recorded. */
  recording: CallRecording.optional(),
  /** Everybody in it, where the telephone system has joined three or more; absent otherwise. */
  conference: z.array(ConferenceMember).optional(),
})
export type Call = z.infer<typeof Call>

/** Why a call left its queue or ended. */
export const CallEnd = z.enum([
  'caller-hung-up',
  'agent-hung-up',
  'abandoned',
  'timed-out',
  'transferred',
  'switch',
])
export type CallEnd = z.infer<typeof CallEnd>
