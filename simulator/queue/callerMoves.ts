/** Takes callers from where they are and brings them elsewhere, at somebody's command; nobody is ever dropped. */
import { type Answer, done, failed } from '#contract/failure'
import type { QueueId } from '#contract/ids'
import {
  cancelOffer,
  endHandover,
  enqueue,
  findAsker,
  isDiallingOutside,
  putCall,
  releaseParty,
  reportTransfer,
  tellTransferred,
  uncounted,
  withdraw,
} from '#simulator/queue/callLife'
import {
  type FloorCall,
  isJoined,
  isWaiting,
  type JoinedCall,
  listEngaged,
  offersOf,
  type Party,
} from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { findMonitor } from '#simulator/queue/monitorState'
import { deliver, returnCaller, ringFor } from '#simulator/queue/offerOutcome'

/** The caller hears music or silence and is with nobody, until they are given to someone or hang up. */
export function park(step: Step, call: FloorCall): Answer<null> {
  if (call.stage.kind === 'parked' || !hasCaller(call)) return failed('wrong-state', call.id)
  takeAway(step, call, 'park')
  return done(null)
}

/** Rings the extension for the caller. Its own phone in this very call, whose page may be lost, is rung anew. */
export function giveTo(step: Step, call: FloorCall, extension: string): Answer<null> {
  const line = step.state.lines.get(extension)
  if (line === undefined) return failed('not-found', extension)
  if (!hasCaller(call)) return failed('wrong-state', call.id)
  if (!line.registered || listEngaged(step.state, call.id).has(extension)) {
    return failToRing(step, call, extension)
  }
  const taker = isJoined(call) ? findTaker(step, call) : null
  if (isJoined(call) && taker !== null && taker.extension !== extension) {
    handOn(step, call, taker, extension)
    return done(null)
  }
  const backTo = lastHolder(call)
  deliver(step, takeAway(step, call, extension), extension, backTo)
  return done(null)
}

/** The supervisor who took the caller over; null for any other call. */
function findTaker({ state }: Step, call: JoinedCall): Party | null {
  return call.stage.parties.find(({ legId }) => findMonitor(state, legId) !== null) ?? null
}

/**
 * Gives the caller on from the supervisor who took them over. They talk on until that phone is answered, so that the
 * caller is never alone; unanswered, the caller goes to the head of their queue, or stays where there is none.
 */
function handOn(step: Step, call: JoinedCall, taker: Party, extension: string): void {
  endHandover(step, call)
  const offer = ringFor(step, call, extension)
  const handover = { target: extension, offer, byLegId: taker.legId, isGiven: true }
  putCall(step, call, { stage: { ...call.stage, handover } })
}

/** A caller who is with somebody, or in line, stays there; one who stands parked goes to the head of their queue. */
function failToRing(step: Step, call: FloorCall, extension: string): Answer<null> {
  if (call.stage.kind !== 'parked' || call.homeQueueId === null) return failed('wrong-state', extension)
  returnCaller(step, call)
  return done(null)
}

/** Only of somebody who talks with nobody: nobody is torn away from a conversation. */
export function moveToQueue(step: Step, call: FloorCall, queueId: QueueId): Answer<null> {
  if (!step.state.queues.has(queueId)) return failed('not-found', queueId)
  const isThere = isWaiting(call) && call.queueId === queueId
  if (isThere || !hasCaller(call) || call.stage.kind === 'joined') return failed('wrong-state', call.id)
  enqueue(step, takeAway(step, call, queueId), queueId, 'tail')
  return done(null)
}

/** Two phones of the centre, or one that has reached nobody yet: there is no caller to bring elsewhere. */
function hasCaller({ direction, stage }: FloorCall): boolean {
  return direction !== 'internal' && stage.kind !== 'dialling' && stage.kind !== 'fetching'
}

function lastHolder({ stage }: FloorCall): string | null {
  if (stage.kind === 'joined') return stage.parties.at(-1)?.extension ?? null
  return stage.kind === 'parked' || stage.kind === 'delivering' ? stage.backTo : null
}

/** Whoever rings or talks is out of the call, and the caller is alone. `target`: where they are told to have gone. */
export function takeAway(step: Step, call: FloorCall, target: string): FloorCall {
  const backTo = lastHolder(call)
  if (isWaiting(call)) withdraw(step, call)
  else {
    for (const offer of offersOf(call)) cancelOffer(step, call, offer, 'normal')
    if (isDiallingOutside(call)) step.act({ kind: 'cancelOutside', callId: call.id })
    if (call.stage.kind === 'joined') releaseParties(step, { ...call, stage: call.stage }, target)
  }
  return putCall(step, call, { ...uncounted, stage: { kind: 'parked', sinceMs: step.atMs, backTo } })
}

function releaseParties(step: Step, call: JoinedCall, target: string): void {
  const asker = findAsker(call)
  if (asker !== null) reportTransfer(step, asker, 487)
  for (const party of call.stage.parties) {
    tellTransferred(step, call, party.extension, 'blind', target)
    releaseParty(step, call, party, false)
  }
}
