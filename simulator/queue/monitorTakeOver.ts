/** Gives a caller to the supervisor who monitors the call, and back when the supervisor's leg is closed. */
import { type Answer, done, failed } from '#contract/failure'
import { takeAway } from '#simulator/queue/callerMoves'
import {
  cancelOffer,
  endCall,
  findAsker,
  isDiallingOutside,
  joinParty,
  putCall,
  releaseParty,
  reportTransfer,
  tellTransferred,
  uncounted,
} from '#simulator/queue/callLife'
import { toSnapshot } from '#simulator/queue/floorSnapshot'
import { isJoined, type JoinedCall, offersOf } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { type FloorMonitor, findPoint, findTaken } from '#simulator/queue/monitorState'
import { returnCaller } from '#simulator/queue/offerOutcome'

/** The supervisor's leg becomes a party before the agent's leaves: the caller is never alone, not for one frame. */
export function takeOver(step: Step, monitor: FloorMonitor): Answer<null> {
  const { id, on, extension, legId } = monitor
  if (on === null || monitor.standing?.leg.kind !== 'hearing') return failed('wrong-state', id)
  const call = step.state.calls.get(on.callId)
  const agent = findPoint(step.state, monitor, on)
  if (call === undefined || !isJoined(call) || agent === null) return failed('wrong-state', id)
  endHandover(step, call)
  const rest = call.stage.parties.filter((each) => each.legId !== agent.legId)
  const freed = putCall(step, call, {
    ...uncounted,
    stage: { kind: 'joined', parties: rest, handover: null },
  })
  tellTransferred(step, call, agent.extension, 'blind', extension)
  joinParty(step, freed, extension, legId)
  releaseParty(step, call, agent, false)
  // Of two phones that talk the model knows one by the call and the other as who dialled: here it may be neither.
  if (call.direction === 'internal') step.emit(toSnapshot(step.state))
  return done(null)
}

/** A transfer the agent has under way comes to nothing. */
function endHandover(step: Step, call: JoinedCall): void {
  for (const offer of offersOf(call)) cancelOffer(step, call, offer, 'normal')
  if (isDiallingOutside(call)) step.act({ kind: 'cancelOutside', callId: call.id })
  const asker = findAsker(call)
  if (asker !== null) reportTransfer(step, asker, 487)
}

/** A caller the leg has taken over goes to the head of their queue; the call ends where there was none. */
export function returnTaken(step: Step, { legId }: FloorMonitor): void {
  const taken = findTaken(step.state, legId)
  if (taken === null) return
  const { call } = taken
  const { homeQueueId } = call
  if (homeQueueId === null || call.stage.parties.length > 1) endCall(step, call, 'agent-hung-up')
  else returnCaller(step, takeAway(step, call, homeQueueId))
}
