/** A phone leaves a call by itself: what becomes of who it leaves behind. */
import { endCall, putCall, releaseParty, tellTransferred, uncounted } from '#simulator/queue/callLife'
import { leaveConference } from '#simulator/queue/conference'
import type { JoinedCall, Party, Stage } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { answerOffer, returnCaller } from '#simulator/queue/offerOutcome'

/** A phone hangs up or is lost: the transfer it began goes on, a lost phone's caller goes back to the queue. */
export function leaveCall(step: Step, call: JoinedCall, party: Party): void {
  if (call.stage.handover?.byLegId === party.legId) {
    leaveEarly(step, call, party)
    return
  }
  if (leaveConference(step, call, party, true)) return
  const { homeQueueId } = call
  const isLost = step.state.lines.get(party.extension)?.registered !== true
  if (isLost && call.direction === 'inbound' && homeQueueId !== null && call.stage.parties.length === 1) {
    leaveBehind(step, call, party, homeQueueId, { kind: 'joined', parties: [], handover: null })
    const alone = step.state.calls.get(call.id)
    if (alone !== undefined) returnCaller(step, alone)
    return
  }
  endCall(step, call, whoHungUp(call, party), party.legId)
}

/** The phone is out before the transfer under way is complete: the caller waits for its outcome alone. */
export function leaveEarly(step: Step, call: JoinedCall, party: Party): void {
  const { handover } = call.stage
  if (handover === null) return
  const { target, offer } = handover
  const destination = { target, offer }
  leaveBehind(step, call, party, target, {
    kind: 'delivering',
    destination,
    sinceMs: step.atMs,
    backTo: null,
  })
  const alone = step.state.calls.get(call.id)
  if (alone !== undefined && offer?.isPickedUp === true) {
    answerOffer(step, alone, offer)
    return
  }
  // Until now it rang for a call in conversation, which is not told as one that waits for an answer.
  if (offer !== null) step.emit({ kind: 'callOffered', callId: call.id, extension: offer.extension })
}

/** The phone is out while the caller stays. */
function leaveBehind(step: Step, call: JoinedCall, party: Party, target: string, stage: Stage): void {
  tellTransferred(step, call, party.extension, 'blind', target)
  releaseParty(step, call, party, true)
  putCall(step, call, { stage, ...uncounted })
}

function whoHungUp(call: JoinedCall, party: Party): 'caller-hung-up' | 'agent-hung-up' {
  const isDialler = call.direction === 'internal' && call.caller.number === party.extension
  return isDialler ? 'caller-hung-up' : 'agent-hung-up'
}
