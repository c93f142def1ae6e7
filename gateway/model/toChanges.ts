/** Tells two floors apart as the contract's changes, by identity: a row that is the same object costs nothing. */
import type { Change } from '#contract/centre'
import type { Floor } from '#gateway/model/floor'

export function toChanges(before: Floor, after: Floor): Change[] {
  if (before === after) return []
  const changes: Change[] = []
  if (before.pbx !== after.pbx) changes.push({ kind: 'pbx', pbx: after.pbx })
  compare(before.queues, after.queues, {
    put: (queue) => changes.push({ kind: 'queue', queue }),
    gone: (queueId) => changes.push({ kind: 'queueGone', queueId }),
  })
  compare(before.agents, after.agents, {
    put: (agent) => changes.push({ kind: 'agent', agent }),
    gone: (agentId) => changes.push({ kind: 'agentGone', agentId }),
  })
  compare(before.calls, after.calls, {
    put: (call) => changes.push({ kind: 'call', call }),
    gone: (callId) => changes.push({ kind: 'callGone', callId }),
  })
  compare(before.monitors, after.monitors, {
    put: (monitor) => changes.push({ kind: 'monitor', monitor }),
    gone: (monitorId) => changes.push({ kind: 'monitorGone', monitorId }),
  })
  compare(before.messages, after.messages, {
    put: (message) => changes.push({ kind: 'message', message }),
    gone: (messageId) => changes.push({ kind: 'messageGone', messageId }),
  })
  compare(before.strangers, after.strangers, {
    put: (stranger) => changes.push({ kind: 'stranger', stranger }),
    gone: (spy) => changes.push({ kind: 'strangerGone', spy }),
  })
  return changes
}

interface Differences<K, V> {
  put(row: V): void
  gone(id: K): void
}

function compare<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>, tell: Differences<K, V>): void {
  if (before === after) return
  for (const [id, row] of after) if (before.get(id) !== row) tell.put(row)
  for (const id of before.keys()) if (!after.has(id)) tell.gone(id)
}
