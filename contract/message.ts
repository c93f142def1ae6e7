/** What one person puts on another's screen: a coaching card, a message, the note of a call that was taken over. */
import { z } from 'zod'
import { AgentId, CallId, MessageId } from '#contract/ids'
import { DisplayName, toDisplayLines } from '#contract/text'
import { EpochMs } from '#contract/time'
import { maxNoteLength } from '#contract/wrapUp'

/** Longest coaching card or message, in characters. */
export const maxMessageLength = 500

const Lines = z
  .string()
  .max(1_000_000)
  .transform((raw) => toDisplayLines(raw, maxNoteLength))

export const DeskMessage = z.object({
  id: MessageId,
  /**
   * - `coaching` to the agent of `callId`, kept with that call
   * - `message` to a person, of no call
   * - `handover` the note of `callId`, to who has its caller now
   */
  kind: z.enum(['coaching', 'message', 'handover']),
  fromId: AgentId,
  fromName: DisplayName,
  toId: AgentId,
  callId: CallId.nullable(),
  /** A line of at most `maxMessageLength`; of a `handover` the whole note, line breaks and all. */
  text: Lines,
  /** The field of the caller card to look at, by its name on the card (`phone`, `openIssue`, `order:ID` …); null for none. */
  field: z.string().max(120).nullable(),
  atMs: EpochMs,
  /** When the addressee put it aside; null while it stands. */
  seenAtMs: EpochMs.nullable(),
})
export type DeskMessage = z.infer<typeof DeskMessage>
