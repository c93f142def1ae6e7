/** What an agent writes about a call: a draft at every keystroke, then one record. */
import { z } from 'zod'
import { CallId, CommandId, PersonId, QueueId } from '#contract/ids'
import { EpochMs } from '#contract/time'

/** Longest note, in characters. */
export const maxNoteLength = 8000

export const WrapUpDraft = z.object({
  callId: CallId,
  /** The person the agent confirmed on the card; null while unknown. */
  personId: PersonId.nullable(),
  /** The queue the call came by, for a draft that is sent after its call has left the model; null outside queues. */
  queueId: QueueId.nullable().default(null),
  dispositionId: z.string().max(64).nullable(),
  note: z.string().max(maxNoteLength),
  /** A day, `YYYY-MM-DD` in the Gregorian calendar whatever calendar the page shows; null for no follow-up. */
  followUpOn: z.iso.date().nullable(),
  /** Counts up with every change; a lower one never overwrites a higher one. */
  revision: z.number().int().nonnegative(),
})
export type WrapUpDraft = z.infer<typeof WrapUpDraft>

/** The finished record. `commandId` makes sending it twice harmless. */
export const WrapUpRecord = z.object({
  commandId: CommandId,
  callId: CallId,
  queueId: QueueId.nullable(),
  personId: PersonId.nullable(),
  /** null where the queue has no dispositions or the time ran out before one was chosen. */
  dispositionId: z.string().max(64).nullable(),
  note: z.string().max(maxNoteLength),
  followUpOn: z.iso.date().nullable(),
  writtenAtMs: EpochMs,
})
export type WrapUpRecord = z.infer<typeof WrapUpRecord>

export const emptyDraft = (callId: CallId): WrapUpDraft => ({
  callId,
  personId: null,
  queueId: null,
  dispositionId: null,
  note: '',
  followUpOn: null,
  revision: 0,
})
