/** The act by which a desk says that it heard its echo. */
import { z } from 'zod'
import type { GatewayActs } from '#gateway/actRoutes'
import type { RunOnce } from '#gateway/commands/runOnce'
import type { ReachGate } from '#gateway/reach/reachGate'

export function createReachActs({ prove }: Pick<ReachGate, 'prove'>, once: RunOnce): GatewayActs['reach'] {
  return {
    prove: ({ id }, commandId) =>
      once({
        agentId: id,
        commandId,
        kind: 'reach.prove',
        detail: null,
        value: z.null(),
        run: () => prove(id),
      }),
  }
}
