/** What follows when a phone that rings is answered, or is not. */
import {
  acceptDialler,
  cancelOffer,
  dismissDialler,
  endCall,
  enqueue,
  findAsker,
  joinParty,
  putCall,
  releaseParty,
  rememberMember,
  reportTransfer,
  tellTransferred,
  uncounted,
} from '#simulator/queue/callLife'
import { whyUnreachable } from '#simulator/queue/dialPlan'
import type { FloorCall, JoinedCall, Offer, Party, WaitingCall } from '#simulator/queue/floorState'
import type { Step, UnstampedEvent } from '#simulator/queue/floorStep'
import { directRingMs, ring } from '#simulator/queue/ringing'

type OfferOutcome = Extract<UnstampedEvent, { kind: 'offerEnded' }>['outcome']

/** The phone was answered: it joins the call, and whoever it replaces leaves. */
export function answerOffer(step: Step, call: FloorCall, offer: Offer): void {
  const stage = call.stage
  switch (stage.kind) {
    case 'waiting':
      answerWaiting(step, { ...call, stage }, offer)
      return
    case 'delivering':
      joinParty(step, call, offer.extension, offer.legId)
      return
    case 'dialling':
      connectDialler(step, call, stage, offer)
      return
    case 'fetching':
    case 'parked':
      return
    case 'joined':
      completeHandover(step, { ...call, stage }, offer)
      return
  }
}

/** Both phones join; the one that answered is told as connected, and the model knows who dialled. */
function connectDialler(
  step: Step,
  call: FloorCall,
  stage: Extract<FloorCall['stage'], { kind: 'dialling' }>,
  offer: Offer,
): void {
  const { extension, legId } = stage
  acceptDialler(step, stage)
  const dialler: Party = { extension, legId, state: 'talking', sinceMs: step.atMs }
  const alone = putCall(step, call, { stage: { kind: 'joined', parties: [dialler], handover: null } })
  step.act({ kind: 'join', callId: call.id, extension, legId })
  joinParty(step, alone, offer.extension, offer.legId)
}

function answerWaiting(step: Step, call: WaitingCall, offer: Offer): void {
  for (const other of call.stage.offers) {
    if (other.legId !== offer.legId) cancelOffer(step, call, other, 'answered-elsewhere')
  }
  rememberMember(step, call.stage.queueId, offer.extension, 1)
  joinParty(step, call, offer.extension, offer.legId)
}

/** The new phone joins before the old one leaves, so that the caller is never in a call with nobody. */
function completeHandover(step: Step, call: JoinedCall, offer: Offer): void {
  const { handover, parties } = call.stage
  const asker = findAsker(call)
  if (handover === null || asker === null) return
  reportTransfer(step, asker, 200)
  const rest = parties.filter((each) => each.legId !== asker.legId)
  const left = putCall(step, call, { stage: { kind: 'joined', parties: rest, handover: null } })
  joinParty(step, left, offer.extension, offer.legId)
  tellTransferred(step, call, asker.extension, 'blind', handover.target)
  releaseParty(step, call, asker, false)
}

/** The phone was not answered: the queue asks on, the transfer fails, or the dialler is refused. */
export function loseOffer(
  step: Step,
  call: FloorCall,
  offer: Offer,
  outcome: OfferOutcome,
  sipStatus: number,
): void {
  const stage = call.stage
  if (stage.kind !== 'fetching') {
    step.emit({ kind: 'offerEnded', callId: call.id, extension: offer.extension, outcome })
  }
  switch (stage.kind) {
    case 'waiting': {
      const offers = stage.offers.filter((each) => each.legId !== offer.legId)
      const tried = new Set(stage.tried).add(offer.extension)
      putCall(step, call, { stage: { ...stage, offers, tried } })
      return
    }
    case 'delivering':
      returnCaller(step, call)
      return
    case 'dialling':
      refuseDialler(step, call, stage, sipStatus)
      return
    case 'fetching':
      endCall(step, withoutOffer(step, call), outcome === 'declined' ? 'agent-hung-up' : 'switch')
      return
    case 'parked':
      return
    case 'joined':
      failHandover(step, { ...call, stage }, sipStatus)
      return
  }
}

/**
 * Nobody is left in the call but the caller: back to the head of the queue they came from. A caller of no queue goes
 * back to who had them; the call ends when that phone cannot ring either.
 */
export function returnCaller(step: Step, call: FloorCall): void {
  const backTo = call.stage.kind === 'delivering' ? call.stage.backTo : null
  if (call.homeQueueId !== null) enqueue(step, call, call.homeQueueId, 'head')
  else if (backTo !== null && whyUnreachable(step.state, backTo) === null) deliver(step, call, backTo, null)
  else endCall(step, withoutOffer(step, call), 'switch')
}

/** Rings the extension for a caller who is with nobody. */
export function deliver(step: Step, call: FloorCall, extension: string, backTo: string | null): void {
  const destination = { target: extension, offer: ringFor(step, call, extension) }
  putCall(step, call, { stage: { kind: 'delivering', destination, backTo, sinceMs: step.atMs } })
}

/** Rings the extension to bring it a caller, as long as their queue would. */
export function ringFor(step: Step, call: FloorCall, extension: string): Offer {
  const home = call.homeQueueId === null ? undefined : step.state.queues.get(call.homeQueueId)
  const line = step.state.lines.get(extension)
  // As the model has it: who is rung is no longer in wrap-up.
  if (line !== undefined) step.state.lines.set(extension, { ...line, wrapUpEndsAtMs: null })
  return ring(step, call, extension, home?.ringTimeoutMs ?? directRingMs)
}

function withoutOffer(step: Step, call: FloorCall): FloorCall {
  return putCall(step, call, { stage: { kind: 'joined', parties: [], handover: null } })
}

/** The dialled party will not come: the dialler gets the final status, the call is over. */
export function refuseDialler(
  step: Step,
  call: FloorCall,
  stage: Extract<FloorCall['stage'], { kind: 'dialling' }>,
  sipStatus: number,
): void {
  dismissDialler(step, stage, sipStatus)
  endCall(step, withoutOffer(step, call), 'switch')
}

/** The transfer did not come about: who asked keeps the caller; whom they were to be taken from does not. */
export function failHandover(step: Step, call: JoinedCall, sipStatus: number): void {
  const asker = findAsker(call)
  const { homeQueueId } = call
  if (asker !== null && homeQueueId !== null && call.stage.handover?.isGiven === true) {
    tellTransferred(step, call, asker.extension, 'blind', homeQueueId)
    releaseParty(step, call, asker, false)
    returnCaller(step, putCall(step, withoutOffer(step, call), uncounted))
    return
  }
  putCall(step, call, { stage: { ...call.stage, handover: null } })
  if (asker !== null) reportTransfer(step, asker, sipStatus)
}
