/** What Asterisk does not know of a centre's queues and people, and the link must be told. */
import type { PlannedMember, PlannedQueue } from '#contract/pbx'
import type { TrackerPlan } from '#gateway/asterisk/events/tracker'

/** `id` is the queue's name in Asterisk. `strategy` is read from the switch where it has the queue. */
export type AsteriskQueue = PlannedQueue

/** How a person's phone is a queue member; `{extension}` is replaced. */
export interface MemberNaming {
  /** `PJSIP/{extension}`, or FreePBX's `Local/{extension}@from-queue/n`. */
  readonly interface: string
  /** The device whose state counts: `PJSIP/{extension}`, or FreePBX's `hint:{extension}@ext-local`. */
  readonly stateInterface: string
}

export const plainNaming: MemberNaming = {
  interface: 'PJSIP/{extension}',
  stateInterface: 'PJSIP/{extension}',
}

export interface CentrePlan extends TrackerPlan {
  readonly queues: readonly AsteriskQueue[]
  readonly naming: MemberNaming
  /** Who belongs to which queue; changed by the gateway's commands while the link lives. */
  readonly members: Map<string, readonly PlannedMember[]>
}

export function createPlan(
  queues: readonly AsteriskQueue[],
  extensions: Iterable<string>,
  naming: MemberNaming = plainNaming,
): CentrePlan {
  const members = new Map<string, readonly PlannedMember[]>(queues.map((queue) => [queue.id, queue.members]))
  const limits = new Map<string, number | null>(queues.map((queue) => [queue.id, queue.maxWaitMs]))
  const all = new Set(extensions)
  for (const { extension } of [...members.values()].flat()) all.add(extension)
  return {
    queues,
    naming,
    members,
    extensions: [...all],
    maxWaitMsOf: (queue) => limits.get(queue) ?? null,
  }
}

export function toInterface(naming: string, extension: string): string {
  return naming.replaceAll('{extension}', extension)
}
