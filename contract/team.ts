/** A team of the site, as those who answer for it see it: the floor's page stands people under theirs. */
import { z } from 'zod'
import { AgentId } from '#contract/ids'

export const Team = z.object({
  id: z.string().min(1).max(120),
  name: z.string().min(1).max(120),
  /** Agents and supervisors; a person may be in several teams. */
  personIds: z.array(AgentId).readonly(),
})
export type Team = z.infer<typeof Team>
