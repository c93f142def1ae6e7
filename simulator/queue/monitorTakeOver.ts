/** Gives a caller to the supervisor who monitors the call, and back when the supervisor's leg is closed. */
import { type Answer, done, failed } from '#contract/failure'
import { takeAway } from '#simulator/queue/callerMoves'
import {
  endCall,
  endHandover,
  joinParty,
  putCall,
  releaseParty,
  tellTransferred,
  uncounted,
} from '#simulator/queue/callLife'
import { toSnapshot } from '#simulator/queue/floorSnapshot'
import { isJoined } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { leaveEarly } from '#simulator/queue/leaving'
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

/**
 * A caller the leg has taken over goes to the head of their queue, or on to where they are being transferred; the call
 * ends where there is neither.
 */
export function returnTaken(step: Step, { legId }: FloorMonitor): void {
  const taken = findTaken(step.state, legId)
  if (taken === null) return
  const { call, party } = taken
  const { homeQueueId } = call
  if (call.stage.handover !== null) leaveEarly(step, call, party)
  else if (homeQueueId === null || call.stage.parties.length > 1) endCall(step, call, 'agent-hung-up')
  else returnCaller(step, takeAway(step, call, homeQueueId))
}
