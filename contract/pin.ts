/** A colleague or a queue somebody keeps in sight, with a lamp and one click to call or to transfer to. */
import { z } from 'zod'
import { AgentId, QueueId } from '#contract/ids'

export const Pin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: AgentId }),
  z.object({ kind: z.literal('queue'), id: QueueId }),
])
export type Pin = z.infer<typeof Pin>

/** More than one row of the phone's column holds is looked for, not seen. */
export const mostPins = 24

export const Pins = z.array(Pin).max(mostPins)
