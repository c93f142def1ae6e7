/** What a wallboard shows and how. */
import { z } from 'zod'
import { QueueId } from '#contract/ids'

/**
 * - `overview` the chosen queues together, and each in a line
 * - `queue` one queue large; several chosen ones one after the other
 * - `agents` everybody of these queues by state, as one bar
 * - `waiting` who waits, longest first
 */
export const WallboardPage = z.enum(['overview', 'queue', 'agents', 'waiting'])
export type WallboardPage = z.infer<typeof WallboardPage>

export const WallboardSettings = z.object({
  /** Empty for all that may be seen. */
  queueIds: z.array(QueueId).max(1000).default([]),
  /** In this order; never none. */
  pages: z.array(WallboardPage).min(1).max(4).default(['overview', 'queue', 'agents', 'waiting']),
  /** How long each page stands; 0 for until another is chosen. */
  rotateSeconds: z.number().int().min(0).max(600).default(20),
  theme: z.enum(['dark', 'light']).default('dark'),
})
export type WallboardSettings = z.infer<typeof WallboardSettings>
