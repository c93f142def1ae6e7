/** Two persons of the CRM who may be one, and what an agent said of it; nothing is ever changed in the CRM. */
import { z } from 'zod'
import { CallerCard } from '#contract/callerCard'

/** What two persons have in common: a whole number, an e-mail address with a name, or name and company. */
export const DuplicateReason = z.enum(['number', 'mail', 'name'])
export type DuplicateReason = z.infer<typeof DuplicateReason>

export const PossibleDuplicate = z.object({
  /** The other person; without what is sensitive. */
  card: CallerCard,
  /** null for somebody who is shown together and has nothing in common any more. */
  reason: DuplicateReason.nullable(),
  /** An agent of this desk joined the two views. */
  isJoined: z.boolean(),
})
export type PossibleDuplicate = z.infer<typeof PossibleDuplicate>

/** Most others told of one person: joined ones first. */
export const mostDuplicates = 6

/** `same` joins the views, `different` is never suggested again; null takes back what was said. */
export const DuplicateVerdict = z.enum(['same', 'different']).nullable()
export type DuplicateVerdict = z.infer<typeof DuplicateVerdict>
