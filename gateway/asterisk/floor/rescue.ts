/** Where a caller who is taken elsewhere goes when nobody is there: to the head of the queue they came from. */
import { type Answer, done } from '#contract/failure'
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'
import type { Channel, TrackedCall } from '#gateway/asterisk/events/switchState'
import type { NodeLink } from '#gateway/asterisk/link/nodeLink'

/** A call as its switch knows it. */
export interface Found {
  readonly node: NodeLink
  readonly call: TrackedCall
  readonly anchor: Channel
}

export interface Rescue {
  /** The queue a call belongs to, also after it was taken out of it here; null for one that never had any. */
  queueOf(found: Found): string | null
  /** Names it on the caller's channel, where the dialplan reads it. */
  name(found: Found): Promise<Answer<null>>
  /** Whoever comes back to the queue is before those of a higher priority too. */
  goAhead(found: Found): Promise<Answer<null>>
  /** The priority with which the caller joins whatever queue comes next. */
  joinWith(found: Found, priority: number): Promise<Answer<null>>
}

export function createRescue(): Rescue {
  const queueOf = ({ call }: Found) => call.memory.homeId

  async function joinWith({ node, call, anchor }: Found, priority: number): Promise<Answer<null>> {
    const named = await setVariable(node, anchor, 'QUEUE_PRIO', priority)
    if (named.ok) call.memory = { ...call.memory, priority }
    return named
  }

  return {
    queueOf,
    joinWith,
    async name(found) {
      const queue = queueOf(found)
      return queue === null ? done(null) : setVariable(found.node, found.anchor, 'DESK_RESCUE_QUEUE', queue)
    },
    async goAhead(found) {
      const { node, call } = found
      const queue = queueOf(found)
      if (queue === null) return done(null)
      const waiting = [...(node.tracker?.state.calls.values() ?? [])].filter(
        ({ view }) => view.queue === queue,
      )
      const highest = Math.max(call.memory.priority, ...waiting.map(({ memory }) => memory.priority))
      // Asterisk changes a priority in the line only: who comes back to it comes with the one their channel names.
      return highest === 0 ? done(null) : joinWith(found, highest)
    },
  }
}

export async function order(node: NodeLink, action: string, fields: ActionFields): Promise<Answer<null>> {
  const answer = await node.send(action, fields)
  return answer.ok ? done(null) : answer
}

export function setVariable(
  node: NodeLink,
  { block }: Channel,
  variable: string,
  value: string | number,
): Promise<Answer<null>> {
  return order(node, 'Setvar', [
    ['Channel', block.name],
    ['Variable', variable],
    ['Value', value],
  ])
}
