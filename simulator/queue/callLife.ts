/** How a call enters, joins a queue, gains and loses phones, and ends. */
import type { CallEnd } from '#contract/call'
import type { QueueId } from '#contract/ids'
import {
  type FloorCall,
  isJoined,
  isWaiting,
  type JoinedCall,
  type Offer,
  offersOf,
  type Party,
  positionOf,
  type Stage,
  type WaitingCall,
} from '#simulator/queue/floorState'
import type { FloorInput, Step } from '#simulator/queue/floorStep'
import { findMonitor } from '#simulator/queue/monitorState'
import type { LegId } from '#simulator/telephony'

/** Puts the call with these changes in place of what stood there. */
export function putCall(step: Step, call: FloorCall, change: Partial<FloorCall> = {}): FloorCall {
  const next = { ...call, ...change }
  step.state.calls.set(call.id, next)
  return next
}

/** A caller brought elsewhere counts for no queue until they wait in one again. */
export const uncounted = { queueId: null, queuedAtMs: null } as const

/** A caller from outside reaches the centre and joins the queue of the number they dialled. */
export function enterCaller(step: Step, input: Extract<FloorInput, { kind: 'callerEnters' }>): void {
  const { callId, caller, dialledNumber, priority } = input
  step.emit({ kind: 'callEntered', callId, direction: 'inbound', caller, dialledNumber, extension: null })
  const call: Omit<FloorCall, 'stage'> = {
    id: callId,
    direction: 'inbound',
    caller,
    dialledNumber,
    queueId: null,
    homeQueueId: null,
    priority,
    enteredAtMs: step.atMs,
    queuedAtMs: null,
    answeredAtMs: null,
  }
  enqueue(step, call, input.queueId, 'tail')
}

/** Makes the call wait in a queue: at the tail, or at the head when the centre itself lost the agent. */
export function enqueue(
  step: Step,
  call: Omit<FloorCall, 'stage'>,
  queueId: QueueId,
  place: 'head' | 'tail',
): void {
  const maxWaitMs = step.state.queues.get(queueId)?.maxWaitMs ?? null
  const stage: Stage = {
    kind: 'waiting',
    queueId,
    order: place === 'head' ? --step.state.lastHead : ++step.state.lastTail,
    deadlineAtMs: maxWaitMs === null ? null : step.atMs + maxWaitMs,
    tried: new Set(),
    retryAtMs: null,
    offers: [],
  }
  const waiting = putCall(
    step,
    { ...call, stage },
    {
      queueId,
      homeQueueId: queueId,
      queuedAtMs: step.atMs,
      answeredAtMs: null,
    },
  )
  if (!isWaiting(waiting)) return
  const position = positionOf(step.state, waiting)
  step.emit({ kind: 'callQueued', callId: call.id, queueId, position, priority: call.priority })
}

/** The phone and the other side can talk; the call becomes `joined` with the phone as its last party. */
export function joinParty(step: Step, call: FloorCall, extension: string, legId: LegId): FloorCall {
  const party: Party = { extension, legId, state: 'talking', sinceMs: step.atMs }
  const parties = isJoined(call) ? [...call.stage.parties, party] : [party]
  const joined = putCall(step, call, {
    answeredAtMs: call.answeredAtMs ?? step.atMs,
    queueId: call.queueId ?? ownQueueOf(step, call, extension),
    stage: { kind: 'joined', parties, handover: isJoined(call) ? call.stage.handover : null },
  })
  step.emit({ kind: 'callConnected', callId: call.id, extension })
  step.act({ kind: 'join', callId: call.id, extension, legId })
  return joined
}

/**
 * A caller who comes back to one of the people of their queue, after a take-over or a lost page, is that queue's again:
 * after-call work and all. Null for whoever was never answered, or comes to somebody else.
 */
function ownQueueOf(
  { state }: Step,
  { homeQueueId, answeredAtMs }: FloorCall,
  extension: string,
): QueueId | null {
  if (homeQueueId === null || answeredAtMs === null) return null
  const members = state.queues.get(homeQueueId)?.members ?? []
  return members.some((each) => each.extension === extension) ? homeQueueId : null
}

/**
 * Takes a phone out of the call's sound and, unless it has gone by itself, hangs it up; its wrap-up begins. The leg of
 * a supervisor who took the call over is not hung up: it goes back to waiting.
 */
export function releaseParty(step: Step, call: FloorCall, party: Party, isGone: boolean): void {
  const { extension, legId } = party
  step.act({ kind: 'leave', callId: call.id, extension, legId })
  const isMonitor = findMonitor(step.state, legId) !== null
  if (!isGone && !isMonitor) step.act({ kind: 'hangUp', extension, legId, reason: 'normal' })
  startWrapUp(step, call, extension)
}

function startWrapUp(step: Step, call: FloorCall, extension: string): void {
  const queue = call.queueId === null ? undefined : step.state.queues.get(call.queueId)
  const line = step.state.lines.get(extension)
  if (queue === undefined || line === undefined) return
  rememberMember(step, queue.id, extension, 0)
  if (queue.wrapUpMs === 0) return
  step.state.lines.set(extension, { ...line, wrapUpEndsAtMs: step.atMs + queue.wrapUpMs })
}

/** Counts a call taken from the queue (1), or only notes that the member was just in one (0). */
export function rememberMember(step: Step, queueId: QueueId, extension: string, taken: 0 | 1): void {
  const memory = step.state.memories.get(queueId)
  if (memory === undefined) return
  const callsTaken = (memory.byMember.get(extension)?.callsTaken ?? 0) + taken
  const byMember = new Map(memory.byMember).set(extension, { callsTaken, lastCallEndedAtMs: step.atMs })
  step.state.memories.set(queueId, { ...memory, byMember })
}

/** Stops a phone that rings. That of someone who dials from elsewhere was never told of as offered. */
export function cancelOffer(
  step: Step,
  call: FloorCall,
  offer: Offer,
  reason: 'normal' | 'answered-elsewhere',
): void {
  const { extension, legId } = offer
  step.act({ kind: 'hangUp', extension, legId, reason })
  if (call.stage.kind === 'fetching') return
  step.emit({ kind: 'offerEnded', callId: call.id, extension, outcome: 'cancelled' })
}

/** Takes a waiting caller out of the line: phones that ring for them stop, and the queue counts them no more. */
export function withdraw(step: Step, call: WaitingCall): FloorCall {
  for (const offer of call.stage.offers) cancelOffer(step, call, offer, 'normal')
  step.emit({ kind: 'callUnqueued', callId: call.id, why: 'withdrawn' })
  return putCall(step, call, { ...uncounted, stage: { ...call.stage, offers: [] } })
}

/** The dialling phone is answered; one that was fetched has answered itself. */
export function acceptDialler(
  step: Step,
  { extension, legId, isFetched }: Extract<Stage, { kind: 'dialling' }>,
): void {
  if (!isFetched) step.act({ kind: 'accept', extension, legId })
}

/** The dialling phone will not be put through: it gets a final status, or is hung up where it was fetched. */
export function dismissDialler(
  step: Step,
  { extension, legId, isFetched }: Extract<Stage, { kind: 'dialling' }>,
  sipStatus: number,
): void {
  step.act(
    isFetched
      ? { kind: 'hangUp', extension, legId, reason: 'normal' }
      : { kind: 'refuse', extension, legId, sipStatus },
  )
}

/**
 * Ends the call for everyone still in it: phones that ring stop, transfers under way fail, phones that talk are
 * hung up. `goneLegId` has hung up by itself and is left alone.
 */
export function endCall(step: Step, call: FloorCall, end: CallEnd, goneLegId: LegId | null = null): void {
  for (const offer of offersOf(call)) cancelOffer(step, call, offer, 'normal')
  if (isDiallingOutside(call)) step.act({ kind: 'cancelOutside', callId: call.id })
  if (call.stage.kind === 'dialling' && call.stage.legId !== goneLegId) dismissDialler(step, call.stage, 480)
  if (isJoined(call)) {
    const asker = findAsker(call)
    if (asker !== null && asker.legId !== goneLegId) reportTransfer(step, asker, 487)
    for (const party of call.stage.parties) releaseParty(step, call, party, party.legId === goneLegId)
  }
  step.state.calls.delete(call.id)
  step.emit({ kind: 'callEnded', callId: call.id, end })
}

/** The phone that asked for the transfer under way; null without one. */
export function findAsker({ stage: { parties, handover } }: JoinedCall): Party | null {
  return parties.find((each) => each.legId === handover?.byLegId) ?? null
}

/** The transfer under way, if any, comes to nothing: what rings stops, and who asked is told. */
export function endHandover(step: Step, call: JoinedCall): void {
  for (const offer of offersOf(call)) cancelOffer(step, call, offer, 'normal')
  if (isDiallingOutside(call)) step.act({ kind: 'cancelOutside', callId: call.id })
  const asker = findAsker(call)
  if (asker !== null) reportTransfer(step, asker, 487)
}

/** Whether the call waits for an answer from a number outside. */
export function isDiallingOutside(call: FloorCall): boolean {
  const stage = call.stage
  if (stage.kind === 'dialling') return stage.offer === null
  if (stage.kind === 'delivering') return stage.destination.offer === null
  return stage.kind === 'joined' && stage.handover !== null && stage.handover.offer === null
}

/** Tells the phone that asked for a transfer how it went (RFC 3515 section 2.4.4). */
export function reportTransfer(step: Step, asker: Party, sipStatus: number): void {
  step.act({ kind: 'reportTransfer', extension: asker.extension, legId: asker.legId, sipStatus })
}

/** The phone is out of a call that goes on elsewhere. */
export function tellTransferred(
  step: Step,
  call: FloorCall,
  extension: string,
  how: 'blind' | 'attended',
  target: string,
): void {
  step.emit({ kind: 'callTransferred', callId: call.id, extension, how, target })
}
