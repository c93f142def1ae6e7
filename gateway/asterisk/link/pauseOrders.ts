/** What to ask of Asterisk for a pause or its end, where an extension may be paused in single queues besides. */
import type { ActionFields } from '#gateway/asterisk/ami/toActionText'

/** One membership: the member's interface in a queue. */
export interface PausePlace {
  readonly interface: string
  readonly queue: string
}

export interface PauseOrder {
  readonly interface: string
  /** null for all queues. */
  readonly queue: string | null
  /** null to unpause. */
  readonly reason: string | null
}

export interface PauseWish {
  /** For all queues; null ends that pause. */
  readonly reason: string | null
  /** The pauses of single queues, by queue: they outlast it. */
  readonly alone: ReadonlyMap<string, string>
  readonly interfaces: Iterable<string>
  readonly places: readonly PausePlace[]
}

/** One order for each interface is enough, unless the end of a pause must spare single queues. */
export function toPauseOrders({ reason, alone, interfaces, places }: PauseWish): PauseOrder[] {
  return reason !== null || alone.size === 0
    ? [...interfaces].map((each) => ({ interface: each, queue: null, reason }))
    : places.map(({ interface: each, queue }) => ({
        interface: each,
        queue,
        reason: alone.get(queue) ?? null,
      }))
}

export function toPauseFields({ interface: member, queue, reason }: PauseOrder): ActionFields {
  return [
    ...(queue === null ? [] : ([['Queue', queue]] as const)),
    ['Interface', member],
    ['Paused', reason !== null],
    ...(reason === null ? [] : ([['Reason', reason]] as const)),
  ]
}
