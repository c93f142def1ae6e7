/** Asks members for those who wait: who is asked when, and what is due as time passes. */
import type { CallId } from '#contract/ids'
import { cancelOffer, endCall, putCall } from '#simulator/queue/callLife'
import {
  type FloorCall,
  type FloorQueue,
  type FloorState,
  isOpen,
  isWaiting,
  listEngaged,
  listWaiting,
  offersOf,
  type WaitingCall,
} from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { expireMonitors } from '#simulator/queue/monitoring'
import { answerOffer, loseOffer } from '#simulator/queue/offerOutcome'
import { pauseOf } from '#simulator/queue/pauses'
import { type Candidate, chooseMembers } from '#simulator/queue/queueStrategy'
import { ring } from '#simulator/queue/ringing'

/** Rings members for every waiting caller whom nobody is being asked for, in the order they are served. */
export function offerWaiting(step: Step): void {
  const engaged = listEngaged(step.state)
  for (const call of listWaiting(step.state)) {
    if (call.stage.offers.length > 0) continue
    const queue = step.state.queues.get(call.stage.queueId)
    if (queue !== undefined) askNext(step, call, queue, engaged)
  }
}

function askNext(step: Step, call: WaitingCall, queue: FloorQueue, engaged: Set<string>): void {
  const free = listCandidates(step.state, queue, engaged)
  if (free.length === 0) return
  const untried = free.filter((each) => !call.stage.tried.has(each.extension))
  if (untried.length === 0) {
    awaitRetry(step, call, queue)
    return
  }
  const lastAskedPlace = step.state.memories.get(queue.id)?.lastAskedPlace ?? null
  const chosen = chooseMembers(queue.strategy, untried, lastAskedPlace, step.random)
  for (const each of chosen) engaged.add(each.extension)
  rememberAsked(step, queue, chosen)
  const offers = chosen.map((each) => ring(step, call, each.extension, queue.ringTimeoutMs))
  putCall(step, call, { stage: { ...call.stage, offers } })
}

/** Everyone free was asked in this round: they are asked again after the queue's pause. */
function awaitRetry(step: Step, call: WaitingCall, queue: FloorQueue): void {
  if (call.stage.retryAtMs !== null) return
  putCall(step, call, { stage: { ...call.stage, retryAtMs: step.atMs + queue.retryMs } })
}

function listCandidates(
  state: FloorState,
  queue: FloorQueue,
  engaged: ReadonlySet<string>,
): readonly Candidate[] {
  const memory = state.memories.get(queue.id)
  return queue.members.flatMap(({ extension, penalty }, place) => {
    const line = state.lines.get(extension)
    if (line === undefined || !isOpen(line) || engaged.has(extension)) return []
    if (line.pausedIn.has(queue.id)) return []
    const { callsTaken, lastCallEndedAtMs } = memory?.byMember.get(extension) ?? newcomer
    return [{ extension, penalty, place, callsTaken, lastCallEndedAtMs }]
  })
}

/** Whether a queue could ask the extension at this moment. */
export function isFree(state: FloorState, extension: string): boolean {
  const line = state.lines.get(extension)
  if (line === undefined || !isOpen(line) || pauseOf(state, line) !== null) return false
  return !listEngaged(state).has(extension)
}

const newcomer = { callsTaken: 0, lastCallEndedAtMs: null }

function rememberAsked(step: Step, queue: FloorQueue, chosen: readonly Candidate[]): void {
  const memory = step.state.memories.get(queue.id)
  const lastAskedPlace = chosen.at(-1)?.place ?? null
  if (memory !== undefined) step.state.memories.set(queue.id, { ...memory, lastAskedPlace })
}

/** The next instant at which something is due; null when nothing is. */
export function nextDueMs(state: FloorState): number | null {
  let next = Number.POSITIVE_INFINITY
  for (const line of state.lines.values()) next = Math.min(next, line.wrapUpEndsAtMs ?? next)
  for (const { ringsUntilMs } of state.monitors.values()) next = Math.min(next, ringsUntilMs ?? next)
  for (const call of state.calls.values()) {
    for (const offer of offersOf(call)) next = Math.min(next, offer.endsAtMs)
    if (!isWaiting(call)) continue
    next = Math.min(next, call.stage.deadlineAtMs ?? next, call.stage.retryAtMs ?? next)
  }
  return Number.isFinite(next) ? next : null
}

/** Does what is due: wrap-ups end, the longest wait ends, phones that rang long enough stop, rounds begin again. */
export function expire(step: Step): void {
  expireMonitors(step)
  for (const line of step.state.lines.values()) {
    if (line.wrapUpEndsAtMs === null || line.wrapUpEndsAtMs > step.atMs) continue
    step.state.lines.set(line.extension, { ...line, wrapUpEndsAtMs: null })
  }
  for (const call of [...step.state.calls.values()]) {
    if (isWaiting(call) && call.stage.deadlineAtMs !== null && call.stage.deadlineAtMs <= step.atMs) {
      timeOut(step, call)
    } else {
      stopLateOffers(step, call)
      beginDueRound(step, call.id)
    }
  }
}

/** The caller is sent on: the practice centre has nowhere further, so the call ends. */
function timeOut(step: Step, call: WaitingCall): void {
  for (const offer of call.stage.offers) cancelOffer(step, call, offer, 'normal')
  const unasked = putCall(step, call, { stage: { ...call.stage, offers: [] } })
  step.emit({ kind: 'callUnqueued', callId: call.id, why: 'timed-out' })
  endCall(step, unasked, 'timed-out')
}

function stopLateOffers(step: Step, call: FloorCall): void {
  for (const offer of offersOf(call)) {
    if (offer.endsAtMs > step.atMs) continue
    if (offer.isPickedUp) {
      answerOffer(step, call, offer)
      continue
    }
    step.act({ kind: 'hangUp', extension: offer.extension, legId: offer.legId, reason: 'normal' })
    const current = step.state.calls.get(call.id)
    if (current !== undefined) loseOffer(step, current, offer, 'no-answer', 408)
  }
}

function beginDueRound(step: Step, callId: CallId): void {
  const call = step.state.calls.get(callId)
  if (call === undefined || !isWaiting(call)) return
  const { retryAtMs } = call.stage
  if (retryAtMs === null || retryAtMs > step.atMs) return
  putCall(step, call, { stage: { ...call.stage, tried: new Set(), retryAtMs: null } })
}
