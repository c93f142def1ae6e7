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
      if (call.state.kind !== 'waiting') continue
      const queueName = call.queueId === null ? '' : (names.get(call.queueId) ?? '')
      const kept = rows.get(call.id)
      const isSame = kept?.call === call && kept.queueName === queueName
      next.set(call.id, isSame ? kept : toWaitingRow(call, call.state, queueName))
    }
    rows = next
    const made = [...next.values()]
    if (made.length !== list.length || made.some((row, index) => row !== list[index])) list = made
    return list
  }
}

type Waiting = Extract<Call['state'], { readonly kind: 'waiting' }>

function toWaitingRow(call: Call, { position, offeredTo }: Waiting, queueName: string): WaitingRow {
  return {
    key: call.id,
    call,
    position,
    sinceMs: call.queuedAtMs ?? call.enteredAtMs,
    queueName,
    isOffered: offeredTo.length > 0,
  }
}

/** Who would be served before anyone else of this queue has to be above this; 0 for a queue where nobody waits. */
export function highestPriority(rows: readonly WaitingRow[], queueId: QueueId | null): number {
  return rows.reduce(
    (highest, { call }) => (call.queueId === queueId ? Math.max(highest, call.priority) : highest),
    0,
  )
}
