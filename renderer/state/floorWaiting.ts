/** Who waits, as rows; a caller stays the same object until something shown of them changes. */
import type { Call } from '#contract/call'
import type { Centre } from '#contract/centre'
import type { CallId, QueueId } from '#contract/ids'

export interface WaitingRow {
  readonly key: string
  readonly call: Call
  /** Place in the queue, 1 is next. */
  readonly position: number
  /** By the gateway's clock. */
  readonly sinceMs: number
  readonly queueName: string
  /** Whether a phone rings for them now. */
  readonly isOffered: boolean
}

export function createWaitingRows(): (centre: Centre) => readonly WaitingRow[] {
  let rows = new Map<CallId, WaitingRow>()
  let list: readonly WaitingRow[] = []
  let last: Centre | null = null
  return (centre) => {
    if (last?.calls === centre.calls && last.queues === centre.queues) return list
    last = centre
    const names = new Map(centre.queues.map((queue) => [queue.id, queue.name]))
    const next = new Map<CallId, WaitingRow>()
    for (const call of centre.calls) {
      const row = toWaitingRow(call, names)
      if (row === null) continue
      const kept = rows.get(call.id)
      next.set(call.id, kept?.call === call && kept.queueName === row.queueName ? kept : row)
    }
    rows = next
    const made = [...next.values()]
    if (made.length !== list.length || made.some((row, index) => row !== list[index])) list = made
    return list
  }
}

function toWaitingRow(call: Call, names: ReadonlyMap<QueueId, string>): WaitingRow | null {
  if (call.state.kind !== 'waiting') return null
  return {
    key: call.id,
    call,
    position: call.state.position,
    sinceMs: call.queuedAtMs ?? call.enteredAtMs,
    queueName: call.queueId === null ? '' : (names.get(call.queueId) ?? ''),
    isOffered: call.state.offeredTo.length > 0,
  }
}

/** Who would be served before anyone else of this queue has to be above this; 0 for a queue where nobody waits. */
export function highestPriority(rows: readonly WaitingRow[], queueId: QueueId | null): number {
  return rows.reduce(
    (highest, { call }) => (call.queueId === queueId ? Math.max(highest, call.priority) : highest),
    0,
  )
}
