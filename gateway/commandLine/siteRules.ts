/** The fields of gateway.yaml about monitoring, breaks and the numbers people show. */
import { z } from 'zod'
import { MonitorRight } from '#contract/monitor'
import { ShownNumber } from '#contract/shownNumber'

/** How much a supervisor or admin may monitor; `full` unless told. An agent monitors nobody. */
export const SiteMonitorRight = z.enum(MonitorRight.options, 'full, listen or none')

const YesOrNo = z.boolean('true or false')

/**
 * Whether calls of a queue may be monitored, and whether its agents are told by whom they are; both unless told. Whether
 * an agent may listen on to a caller who was taken over from them; no, unless told.
 */
export const SiteQueueMonitoring = z.strictObject({
  allowed: YesOrNo.optional(),
  tellAgent: YesOrNo.optional(),
  shadow: YesOrNo.optional(),
})

const maxOnBreak = 'a whole number of people, 0 to 10000'
const minServiceLevel = 'a share from 0 to 1, such as 0.8'

/** Holds for the people of the team, and for whoever else answers its queues. */
export const SiteBreaks = z
  .strictObject({
    /** At most this many on a break at once. */
    maxOnBreak: z.number(maxOnBreak).int(maxOnBreak).min(0, maxOnBreak).max(10_000, maxOnBreak).optional(),
    /** No break while the service level of one of the team's queues is below this. */
    minServiceLevel: z.number(minServiceLevel).min(0, minServiceLevel).max(1, minServiceLevel).optional(),
    /** A supervisor decides about each. */
    needsApproval: YesOrNo.optional(),
  })
  .refine(
    (rule) => Object.keys(rule).length > 0,
    'says nothing; give maxOnBreak, minServiceLevel or needsApproval',
  )

/** A number that may be shown outside: by these teams and people, by everybody where neither is named. */
export const SiteShownNumber = ShownNumber.extend({
  teams: z.array(z.string()).optional(),
  people: z.array(z.string()).optional(),
}).strict()
export type SiteShownNumber = z.infer<typeof SiteShownNumber>
