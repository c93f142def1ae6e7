/** The whole truth of one switch as the gateway reads it. */
import type { PbxEvent, PbxQueue } from '#contract/pbx'
import type { Tracker } from '#gateway/asterisk/events/tracker'
import type { CentrePlan } from '#gateway/asterisk/link/plan'

export type Snapshot = Extract<PbxEvent, { readonly kind: 'snapshot' }>

export function toSnapshot(plan: CentrePlan, tracker: Tracker, atMs: number): Snapshot {
  const queues = plan.queues.map((queue): PbxQueue => ({ ...queue, members: tracker.members(queue.id) }))
  return { kind: 'snapshot', atMs, queues, extensions: tracker.extensions(), calls: tracker.calls() }
}
