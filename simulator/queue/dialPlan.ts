/** Says what a dialled number is: a queue, an extension, a number outside, or nothing. */
import type { QueueId } from '#contract/ids'
import { toDialString } from '#contract/text'
import { type FloorState, listEngaged } from '#simulator/queue/floorState'

export type Target =
  | { readonly kind: 'queue'; readonly queueId: QueueId }
  | { readonly kind: 'extension'; readonly extension: string }
  | { readonly kind: 'outside'; readonly number: string }
  | { readonly kind: 'unknown' }

/** Shortest number that is taken for one outside; shorter ones that nobody has are unknown, but for those of services. */
const shortestOutside = 5

/** `target` as dialled or referred to: a number, a queue's id, or a SIP URI whose user part is one of these. */
export function resolveTarget(state: FloorState, target: string): Target {
  const user = toUser(target)
  for (const queue of state.queues.values()) {
    if (user === queue.id || user === queue.number) return { kind: 'queue', queueId: queue.id }
  }
  if (state.lines.has(user)) return { kind: 'extension', extension: user }
  const number = toDialString(user)
  const isService = /^\*[0-9]{2,}$/.test(number)
  return isService || number.length >= shortestOutside ? { kind: 'outside', number } : { kind: 'unknown' }
}

function toUser(target: string): string {
  return target.replace(/^(sips?|tel):/i, '').replace(/[@;].*$/, '')
}

/** The SIP status for a phone that cannot be rung now: 480 without one, 486 in a call; null when it can. */
export function whyUnreachable(state: FloorState, extension: string): 480 | 486 | null {
  if (state.lines.get(extension)?.registered !== true) return 480
  return listEngaged(state).has(extension) ? 486 : null
}
