/** What a desk writes back to the CRM about one call. */
import { z } from 'zod'
import { CallId, PersonId } from '#contract/ids'
import { EpochMs } from '#contract/time'
import { maxNoteLength } from '#contract/wrapUp'

export const CrmActivity = z.object({
  /** Made at the desk, once: what makes writing twice harmless. A UUID. */
  activityId: z.uuid(),
  callId: CallId,
  /** null when the agent confirmed nobody: the CRM files it under the number, or refuses. */
  personId: PersonId.nullable(),
  /** E.164 or bare digits; null when withheld. */
  number: z.string().max(32).nullable(),
  direction: z.enum(['in', 'out']),
  startedAtMs: EpochMs,
  /** From answer to end; 0 for a call that was not answered. */
  talkMs: z.number().int().nonnegative(),
  agentName: z.string().max(120),
  /** null outside queues. */
  queueName: z.string().max(120).nullable(),
  dispositionId: z.string().max(64).nullable(),
  note: z.string().max(maxNoteLength),
  /** `YYYY-MM-DD`; null for no follow-up task. */
  followUpOn: z.iso.date().nullable(),
  /** An https address of the recording; null where the site records nothing or keeps it to itself. */
  recordingUrl: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .nullable(),
  writtenAtMs: EpochMs,
})
export type CrmActivity = z.infer<typeof CrmActivity>
