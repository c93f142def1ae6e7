/** Keeps each queue's waiting callers in places 1 to n, and its numbers of the day in balance. */
import type { Call } from '#contract/call'
import type { CallId, QueueId } from '#contract/ids'
import type { QueueDay } from '#contract/queue'
import { changeQueue, type Floor, putCall } from '#gateway/model/floor'
import { countRecently } from '#gateway/model/recentMinutes'

export type WaitingCall = Call & { readonly state: Extract<Call['state'], { readonly kind: 'waiting' }> }

/** In no queue and with no agent: just arrived, sent on by its queue, or transferred to someone not yet known. */
export const looseCall = {
  queueId: null,
  queuedAtMs: null,
  state: { kind: 'waiting', position: 1, offeredTo: [], offeredAtMs: null },
} satisfies Partial<Call>

export function isWaiting(call: Call): call is WaitingCall {
  return call.state.kind === 'waiting'
}

/** The callers waiting in a queue, next first. */
export function waitingIn(floor: Floor, queueId: QueueId): WaitingCall[] {
  const line = [...floor.calls.values()].filter((call) => call.queueId === queueId).filter(isWaiting)
  return line.sort((one, other) => one.state.position - other.state.position)
}

/** Puts a call that is not in the line at `position` (clamped to 1…n+1) and moves the others back. */
export function joinLine(floor: Floor, call: WaitingCall, queueId: QueueId, position: number): Floor {
  const line = waitingIn(floor, queueId).filter((each) => each.id !== call.id)
  const place = Math.min(Math.max(1, position), line.length + 1) - 1
  return renumber(floor, line.toSpliced(place, 0, { ...call, queueId }))
}

/** Closes the gap a call leaves; the call itself is the caller's to change or remove. */
export function leaveLine(floor: Floor, queueId: QueueId, callId: CallId): Floor {
  return renumber(
    floor,
    waitingIn(floor, queueId).filter((call) => call.id !== callId),
  )
}

function renumber(floor: Floor, line: readonly WaitingCall[]): Floor {
  return line.reduce((now, call, index) => {
    const position = index + 1
    if (call.state.position === position && now.calls.get(call.id) === call) return now
    return putCall(now, { ...call, state: { ...call.state, position } })
  }, floor)
}

/** Adds to a queue's numbers of today, and to those of the last half hour when a caller's wait is over. */
export function countInQueue(floor: Floor, queueId: QueueId, add: Partial<QueueDay>, atMs: number): Floor {
  const isOver = add.handled !== undefined || add.abandoned !== undefined
  const recent = isOver && floor.queues.has(queueId) ? countRecently(floor, queueId, add, atMs) : floor
  return changeQueue(recent, queueId, (queue) => ({
    ...queue,
    today: {
      offered: Math.max(0, queue.today.offered + (add.offered ?? 0)),
      handled: queue.today.handled + (add.handled ?? 0),
      abandoned: queue.today.abandoned + (add.abandoned ?? 0),
      abandonedShort: queue.today.abandonedShort + (add.abandonedShort ?? 0),
      timedOut: queue.today.timedOut + (add.timedOut ?? 0),
      handledInTime: queue.today.handledInTime + (add.handledInTime ?? 0),
      waitedMs: queue.today.waitedMs + (add.waitedMs ?? 0),
    },
  }))
}

/**
 * Sets `offered` to what the conservation rule demands: after a snapshot or at midnight the callers who wait now
 * are the only ones whose outcome is open.
 */
export function balance(floor: Floor, queueId: QueueId): Floor {
  const waiting = waitingIn(floor, queueId).length
  return changeQueue(floor, queueId, (queue) => {
    const { handled, abandoned, timedOut } = queue.today
    const offered = handled + abandoned + timedOut + waiting
    return queue.today.offered === offered ? queue : { ...queue, today: { ...queue.today, offered } }
  })
}
