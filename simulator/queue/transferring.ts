/** Blind and attended transfers (RFC 5589), whoever asks for them. */
import {
  endCall,
  enqueue,
  findAsker,
  joinParty,
  putCall,
  releaseParty,
  reportTransfer,
  tellTransferred,
} from '#simulator/queue/callLife'
import { resolveTarget, whyUnreachable } from '#simulator/queue/dialPlan'
import { toSnapshot } from '#simulator/queue/floorSnapshot'
import { findLeg, isJoined, type JoinedCall, type Party } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { directRingMs, ring } from '#simulator/queue/ringing'
import type { LegId } from '#simulator/telephony'

/** REFER without Replaces: the other side goes to `target`; a queue always takes it, a person must answer first. */
export function askTransfer(step: Step, legId: LegId, target: string): void {
  const role = findLeg(step.state, legId)
  if (role?.kind !== 'party') return
  const { call, party } = role
  const refuse = (sipStatus: number) => reportTransfer(step, party, sipStatus)
  // Two phones without anyone outside: there is nobody to bring elsewhere.
  if (call.direction === 'internal') {
    refuse(403)
    return
  }
  if (call.stage.handover !== null) {
    refuse(491)
    return
  }
  const to = resolveTarget(step.state, target)
  switch (to.kind) {
    case 'queue':
      sendToQueue(step, call, party, to.queueId, target)
      return
    case 'extension': {
      const sipStatus = whyUnreachable(step.state, to.extension)
      if (sipStatus !== null) {
        refuse(sipStatus)
        return
      }
      const offer = ring(step, call, to.extension, directRingMs)
      putCall(step, call, {
        stage: { ...call.stage, handover: { target, offer, byLegId: legId, isGiven: false } },
      })
      return
    }
    case 'outside':
      putCall(step, call, {
        stage: { ...call.stage, handover: { target, offer: null, byLegId: legId, isGiven: false } },
      })
      step.act({ kind: 'dialOutside', callId: call.id, number: to.number })
      return
    case 'unknown':
      refuse(404)
      return
  }
}

function sendToQueue(
  step: Step,
  call: JoinedCall,
  party: Party,
  queueId: Parameters<typeof enqueue>[2],
  target: string,
): void {
  reportTransfer(step, party, 200)
  tellTransferred(step, call, party.extension, 'blind', target)
  releaseParty(step, call, party, false)
  enqueue(step, call, queueId, 'tail')
}

/** The number outside took the transferred caller: the call leaves the centre. */
export function completeOutside(step: Step, call: JoinedCall): void {
  const { handover } = call.stage
  const asker = findAsker(call)
  if (handover === null || asker === null) return
  reportTransfer(step, asker, 200)
  tellTransferred(step, call, asker.extension, 'blind', handover.target)
  endCall(step, putCall(step, call, { stage: { ...call.stage, handover: null } }), 'transferred')
}

/** REFER with Replaces (RFC 3891): the other sides of two calls of one phone are joined, the phone leaves both. */
export function askTransferToLeg(step: Step, legId: LegId, otherLegId: LegId): void {
  const one = findLeg(step.state, legId)
  const other = findLeg(step.state, otherLegId)
  if (one?.kind !== 'party') return
  if (
    other?.kind !== 'party' ||
    other.party.extension !== one.party.extension ||
    one.call.id === other.call.id
  ) {
    // RFC 3891 section 3: no such dialog to replace.
    reportTransfer(step, one.party, 481)
    return
  }
  if (one.call.stage.handover !== null || other.call.stage.handover !== null) {
    reportTransfer(step, one.party, 491)
    return
  }
  const [kept, consulted] = hasOutside(other.call) && !hasOutside(one.call) ? [other, one] : [one, other]
  if (wouldTalkToThemselves(kept, consulted)) {
    reportTransfer(step, one.party, 403)
    return
  }
  reportTransfer(step, one.party, 200)
  if (hasOutside(kept.call) && hasOutside(consulted.call)) joinOutside(step, kept, consulted)
  else moveParty(step, kept, consulted)
}

interface Standing {
  readonly call: JoinedCall
  readonly party: Party
}

function hasOutside(call: JoinedCall): boolean {
  return call.direction !== 'internal'
}

/** A supervisor who took one of the two calls over may be the other side of both. */
function wouldTalkToThemselves(kept: Standing, consulted: Standing): boolean {
  const others = kept.call.stage.parties.filter((each) => each.legId !== kept.party.legId)
  return consulted.call.stage.parties.some(
    ({ extension, legId }) =>
      legId !== consulted.party.legId && others.some((each) => each.extension === extension),
  )
}

/** Both other sides are outside: they talk on without the centre. */
function joinOutside(step: Step, kept: Standing, consulted: Standing): void {
  endCall(step, consulted.call, 'transferred')
  const target = consulted.call.dialledNumber ?? consulted.call.caller.number ?? ''
  tellTransferred(step, kept.call, kept.party.extension, 'attended', target)
  endCall(step, kept.call, 'transferred')
}

/** The colleague who was consulted takes the place of who asked. */
function moveParty(step: Step, kept: Standing, consulted: Standing): void {
  const taker = consulted.call.stage.parties.find((each) => each.legId !== consulted.party.legId)
  if (taker === undefined) return
  // The consultation ends first, so that nobody is ever in two calls; only the taker's phone stays up.
  const { id } = consulted.call
  step.act({ kind: 'leave', callId: id, extension: taker.extension, legId: taker.legId })
  const stage = { ...consulted.call.stage, parties: [consulted.party] }
  endCall(step, putCall(step, consulted.call, { stage }), 'transferred')
  const current = step.state.calls.get(kept.call.id)
  if (current === undefined || !isJoined(current)) return
  const parties = current.stage.parties.filter((each) => each.legId !== kept.party.legId)
  const left = putCall(step, current, { stage: { ...current.stage, parties } })
  joinParty(step, left, taker.extension, taker.legId)
  tellTransferred(step, kept.call, kept.party.extension, 'attended', taker.extension)
  releaseParty(step, current, kept.party, false)
  // Of two phones that talk the model knows one by the call and the other as who dialled: here it is neither.
  if (!hasOutside(kept.call)) step.emit(toSnapshot(step.state))
}
