/** Who talks together where the telephone system joins three or more. */
import { z } from 'zod'
import { AgentId } from '#contract/ids'
import { DialString, DisplayName } from '#contract/text'

export const ConferenceMember = z.object({
  /** As the telephone system names this one's part in the call. */
  id: z.string().min(1).max(128),
  /** Whose phone it is; null for somebody outside. */
  agentId: AgentId.nullable(),
  number: DialString,
  name: DisplayName.nullable(),
})
export type ConferenceMember = z.infer<typeof ConferenceMember>

/** The same, as the telephone system tells it. */
export interface PbxConferenceMember extends Omit<ConferenceMember, 'agentId'> {
  /** null for somebody outside. */
  readonly extension: string | null
}
