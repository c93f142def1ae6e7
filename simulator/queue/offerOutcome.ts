/** What follows when a phone that rings is answered, or is not. */
import {
  cancelOffer,
  endCall,
  enqueue,
  joinParty,
  putCall,
  releaseParty,
  rememberMember,
  reportTransfer,
  tellTransferred,
} from '#simulator/queue/callLife'
import type { FloorCall, JoinedCall, Offer, Party, WaitingCall } from '#simulator/queue/floorState'
import type { Step, UnstampedEvent } from '#simulator/queue/floorStep'

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
  step.act({ kind: 'accept', extension, legId })
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
  const asker = parties.find((each) => each.legId === handover?.byLegId)
  if (handover === null || asker === undefined) return
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
  step.emit({ kind: 'offerEnded', callId: call.id, extension: offer.extension, outcome })
  const stage = call.stage
  switch (stage.kind) {
    case 'waiting': {
      const offers = stage.offers.filter((each) => each.legId !== offer.legId)
      const tried = new Set(stage.tried).add(offer.extension)
      putCall(step, call, { stage: { ...stage, offers, tried } })
      return
    }
    case 'delivering':
      returnToQueue(step, call)
      return
    case 'dialling':
      refuseDialler(step, call, stage, sipStatus)
      return
    case 'joined':
      failHandover(step, { ...call, stage }, sipStatus)
      return
  }
}

/** Nobody is left in the call but the caller: back to the head of the queue they came from. */
export function returnToQueue(step: Step, call: FloorCall): void {
  if (call.queueId === null) {
    endCall(step, withoutOffer(step, call), 'switch')
  } else {
    enqueue(step, call, call.queueId, 'head')
  }
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
  step.act({ kind: 'refuse', extension: stage.extension, legId: stage.legId, sipStatus })
  endCall(step, withoutOffer(step, call), 'switch')
}

/** The transfer did not come about: who asked keeps the caller. */
export function failHandover(step: Step, call: JoinedCall, sipStatus: number): void {
  const asker = call.stage.parties.find((each) => each.legId === call.stage.handover?.byLegId)
  putCall(step, call, { stage: { ...call.stage, handover: null } })
  if (asker !== undefined) reportTransfer(step, asker, sipStatus)
}
