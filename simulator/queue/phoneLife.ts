/** What follows from what phones do: registration, ringing, answering, holding, hanging up. */
import { endCall, putCall } from '#simulator/queue/callLife'
import { answerDialler, dial } from '#simulator/queue/dialling'
import {
  type FloorCall,
  findLeg,
  type JoinedCall,
  type LegRole,
  type Offer,
  offersOf,
  type Party,
} from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { leaveCall } from '#simulator/queue/leaving'
import { handleMonitorLeg, loseMonitorsOf } from '#simulator/queue/monitoring'
import { answerOffer, loseOffer } from '#simulator/queue/offerOutcome'
import { askTransfer, askTransferToLeg } from '#simulator/queue/transferring'
import type { LegId, PhoneEvent } from '#simulator/telephony'

export function handlePhone(step: Step, event: PhoneEvent): void {
  switch (event.kind) {
    case 'registered':
      setRegistered(step, event.extension, true, event.place)
      return
    case 'unregistered':
      setRegistered(step, event.extension, false)
      return
    case 'dialled':
      dial(step, event)
      return
    case 'transferAsked':
      askTransfer(step, event.legId, event.target)
      return
    case 'transferToLegAsked':
      askTransferToLeg(step, event.legId, event.otherLegId)
      return
    case 'echo':
      step.emit({ kind: 'echoCall', extension: event.extension, isOver: event.isOver })
      return
    case 'digit':
      // Queues have no menu: a digit is heard by the other side and changes nothing here.
      return
    default: {
      const role = findLeg(step.state, event.legId)
      if (role !== null) handleLeg(step, role, event)
      handleMonitorLeg(step, event)
    }
  }
}

function setRegistered(step: Step, extension: string, registered: boolean, place?: string): void {
  const line = step.state.lines.get(extension)
  if (line === undefined) return
  // A page loaded anew may be here before the socket of the one before is known to be gone.
  if (line.registered === registered && place === undefined) return
  step.state.lines.set(extension, { ...line, registered })
  if (registered) {
    step.emit({ kind: 'phoneRegistered', extension, ...(place === undefined ? {} : { place }) })
    return
  }
  step.emit({ kind: 'phoneUnregistered', extension })
  loseOffersOf(step, extension)
  loseMonitorsOf(step, extension)
}

/** A phone that is no longer registered cannot answer: its offers end at once rather than ring on unheard. */
function loseOffersOf(step: Step, extension: string): void {
  for (const call of [...step.state.calls.values()]) {
    const offer = offersOf(call).find((each) => each.extension === extension)
    if (offer === undefined) continue
    step.act({ kind: 'hangUp', extension, legId: offer.legId, reason: 'normal' })
    loseOffer(step, call, offer, 'unreachable', 480)
  }
}

type LegEvent = Extract<
  PhoneEvent,
  { kind: 'ringing' | 'answered' | 'sounds' | 'refused' | 'hungUp' | 'held' | 'resumed' }
>

function handleLeg(step: Step, role: LegRole, event: LegEvent): void {
  switch (role.kind) {
    case 'offer':
      handleOffer(step, role.call, role.offer, event)
      return
    case 'dialler':
      if (event.kind === 'hungUp') endDialling(step, role.call, event.legId)
      return
    case 'party':
      handleParty(step, role.call, role.party, event)
      return
  }
}

function handleOffer(step: Step, call: FloorCall, offer: Offer, event: LegEvent): void {
  if (event.kind === 'ringing') {
    markRang(step, call, offer)
    return
  }
  if (event.kind === 'answered') {
    if (call.stage.kind === 'fetching') answerDialler(step, call, offer)
    else if (call.stage.kind === 'joined' && call.stage.handover?.isGiven === true) {
      pickUp(step, { ...call, stage: call.stage }, offer)
    } else answerOffer(step, call, offer)
    return
  }
  if (event.kind === 'sounds') {
    if (offer.isPickedUp) answerOffer(step, call, offer)
    return
  }
  if (event.kind === 'refused') {
    loseOffer(step, call, offer, judgeRefusal(offer, event.sipStatus), event.sipStatus)
    return
  }
  if (event.kind === 'hungUp') {
    loseOffer(step, call, offer, 'unreachable', 480)
    return
  }
}

/** How long the sound of an answered phone may take to be set up. */
const longestSetUpMs = 2_000

/** The caller is given on, and is not without a voice while the sound of the phone that answered is set up. */
function pickUp(step: Step, call: JoinedCall, offer: Offer): void {
  const { handover } = call.stage
  if (handover === null) return
  const pickedUp = { ...offer, isPickedUp: true, endsAtMs: step.atMs + longestSetUpMs }
  putCall(step, call, { stage: { ...call.stage, handover: { ...handover, offer: pickedUp } } })
}

/** Busy and decline are a person's word; any other refusal is one only when the phone had begun to ring. */
function judgeRefusal(offer: Offer, sipStatus: number): 'declined' | 'unreachable' {
  return offer.rang || [486, 600, 603].includes(sipStatus) ? 'declined' : 'unreachable'
}

function markRang(step: Step, call: FloorCall, offer: Offer): void {
  const rang = { ...offer, rang: true }
  const stage = call.stage
  if (stage.kind === 'waiting') {
    const offers = stage.offers.map((each) => (each.legId === offer.legId ? rang : each))
    putCall(step, call, { stage: { ...stage, offers } })
  } else if (stage.kind === 'dialling' || stage.kind === 'fetching') {
    putCall(step, call, { stage: { ...stage, offer: rang } })
  }
}

function endDialling(step: Step, call: FloorCall, legId: LegId): void {
  endCall(step, call, 'agent-hung-up', legId)
}

function handleParty(step: Step, call: JoinedCall, party: Party, event: LegEvent): void {
  if (event.kind === 'held') {
    setHeld(step, call, party, true)
    return
  }
  if (event.kind === 'resumed') {
    setHeld(step, call, party, false)
    return
  }
  if (event.kind === 'hungUp' || event.kind === 'refused') {
    leaveCall(step, call, party)
    return
  }
}

function setHeld(step: Step, call: JoinedCall, party: Party, held: boolean): void {
  const state = held ? 'held' : 'talking'
  if (party.state === state) return
  const changed: Party = { ...party, state, sinceMs: step.atMs }
  const parties = call.stage.parties.map((each) => (each.legId === party.legId ? changed : each))
  putCall(step, call, { stage: { ...call.stage, parties } })
  step.emit({ kind: held ? 'callHeld' : 'callResumed', callId: call.id, extension: party.extension })
  step.act({ kind: 'hold', callId: call.id, legId: party.legId, held })
}
