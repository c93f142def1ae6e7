/** Whether a desk must prove that it can be reached before its agent is available. */
import { z } from 'zod'

/** `off`: nobody asks. `warn`: the desk tries and says so. `require`: nobody is available unproven. */
export const ReachPolicy = z.enum(['off', 'warn', 'require'])
export type ReachPolicy = z.infer<typeof ReachPolicy>
