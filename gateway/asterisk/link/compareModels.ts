/** Counts where the live model and a new reading of the switch disagree: each difference is an event misread or lost. */
import type { PbxCall } from '#contract/pbx'
import type { Tracker } from '#gateway/asterisk/events/tracker'

/** What differs, by what it concerns; empty when the two agree. Times are not compared: no reading tells them. */
export function compareModels(live: Tracker, read: Tracker, queues: readonly string[]): Map<string, string> {
  const [one, other] = [describe(live, queues), describe(read, queues)]
  const differences = new Map<string, string>()
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    const [is, should] = [one.get(key) ?? 'nothing', other.get(key) ?? 'nothing']
    if (is !== should) differences.set(key, `is ${is}, should be ${should}`)
  }
  return differences
}

/** Whether a caller's priority is another than was known. No event tells it, so that it is never counted as drift. */
export function hasNewPriority(live: Tracker, read: Tracker): boolean {
  const known = new Map(live.calls().map(({ callId, priority }) => [callId, priority]))
  return read
    .calls()
    .some(({ callId, priority, state }) => state.kind === 'waiting' && (known.get(callId) ?? 0) !== priority)
}

function describe(tracker: Tracker, queues: readonly string[]): Map<string, string> {
  const facts = new Map<string, string>()
  for (const call of tracker.calls()) facts.set(`call ${call.callId}`, describeCall(call))
  for (const { extension, registered, signedIn, pausedReason } of tracker.extensions()) {
    facts.set(`extension ${extension}`, JSON.stringify({ registered, signedIn, pausedReason }))
  }
  for (const queue of queues) {
    const members = tracker
      .members(queue)
      .map(({ extension, penalty, pausedReason }) => `${extension}:${penalty}:${pausedReason ?? '-'}`)
    facts.set(`members ${queue}`, members.sort().join(' '))
  }
  return facts
}

function describeCall({ state, queueId, others = [] }: PbxCall): string {
  if (state.kind === 'waiting') {
    return `${state.kind} ${queueId ?? '-'} ${state.position} ${state.offeredTo.join(' ')}`
  }
  const beside = others.map(({ extension, kind }) => `${kind} ${extension}`)
  return [`${state.kind} ${state.extension}`, ...beside.sort()].join(', ')
}
