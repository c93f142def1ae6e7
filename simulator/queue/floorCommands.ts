/** Carries out the gateway's commands: what is done to the floor, and to members of its queues. */
import { type Answer, done, failed } from '#contract/failure'
import type { PbxCommand, PbxFloorCommand, PbxMonitorCommand } from '#contract/pbx'
import { toDialString } from '#contract/text'
import { giveTo, moveToQueue, park } from '#simulator/queue/callerMoves'
import { endCall, putCall, withdraw } from '#simulator/queue/callLife'
import { dropMember, joinCalls } from '#simulator/queue/conference'
import { dialFrom } from '#simulator/queue/dialling'
import { whyUnreachable } from '#simulator/queue/dialPlan'
import { toSnapshot } from '#simulator/queue/floorSnapshot'
import { type FloorCall, isWaiting } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'
import { handleMember } from '#simulator/queue/memberLife'
import { addMember, removeMember } from '#simulator/queue/membership'
import { handleMonitor } from '#simulator/queue/monitoring'
import { listQueueIds, pauseLineIn } from '#simulator/queue/pauses'
import { setRecordingPaused } from '#simulator/queue/recording'

/** Done, `not-found` for a call, queue or extension nobody has, or `wrong-state` for what is not possible now. */
export function handleCommand(
  step: Step,
  command: PbxCommand | PbxFloorCommand | PbxMonitorCommand,
): Answer<null> {
  switch (command.kind) {
    case 'dial':
      return dialFor(step, command.extension, command.number)
    case 'pauseInQueue':
      return pauseInQueue(step, command)
    case 'addMember':
      return addMember(step, command)
    case 'removeMember':
      return removeMember(step, command)
    case 'hangUp':
    case 'park':
    case 'giveTo':
    case 'moveToQueue':
    case 'prioritise':
    case 'dropMember':
    case 'joinCalls':
    case 'pauseRecording':
    case 'resumeRecording': {
      const call = step.state.calls.get(command.callId)
      return call === undefined ? failed('not-found', command.callId) : handleCall(step, call, command)
    }
    case 'monitorOpen':
    case 'monitorSteer':
    case 'monitorTakeOver':
    case 'monitorClose':
      return handleMonitor(step, command)
    default:
      return handleMember(step, command)
  }
}

function handleCall(
  step: Step,
  call: FloorCall,
  command: Extract<PbxFloorCommand, { callId: unknown }>,
): Answer<null> {
  switch (command.kind) {
    case 'hangUp':
      hangUp(step, call)
      return done(null)
    case 'park':
      return park(step, call)
    case 'giveTo':
      return giveTo(step, call, command.extension)
    case 'moveToQueue':
      return moveToQueue(step, call, command.queueId)
    case 'prioritise':
      return prioritise(step, call, command.priority)
    case 'dropMember':
      return dropMember(step, call, command.memberId)
    case 'joinCalls': {
      const other = step.state.calls.get(command.otherCallId)
      if (other === undefined) return failed('not-found', command.otherCallId)
      return joinCalls(step, call, other, command.extension)
    }
    case 'pauseRecording':
    case 'resumeRecording':
      return setRecordingPaused(step, call, command.kind === 'pauseRecording')
  }
}

function dialFor(step: Step, extension: string, number: string): Answer<null> {
  if (!step.state.lines.has(extension)) return failed('not-found', extension)
  if (toDialString(number) === '') return failed('invalid')
  if (whyUnreachable(step.state, extension) !== null) return failed('wrong-state', extension)
  dialFrom(step, extension, number)
  return done(null)
}

/** Neither side hung up, and a caller who waited has not given up: the centre itself ended it. */
function hangUp(step: Step, call: FloorCall): void {
  endCall(step, isWaiting(call) ? withdraw(step, call) : call, 'switch')
}

const maxPriority = 1000

/** No event tells another order of the line, so the whole truth is told. */
function prioritise(step: Step, call: FloorCall, priority: number): Answer<null> {
  if (!isWaiting(call)) return failed('wrong-state', call.id)
  putCall(step, call, { priority: Math.min(maxPriority, Math.max(0, Math.round(priority))) })
  step.emit(toSnapshot(step.state))
  return done(null)
}

function pauseInQueue(
  step: Step,
  { queueId, extension, reason }: Extract<PbxFloorCommand, { kind: 'pauseInQueue' }>,
): Answer<null> {
  const { lines, queues } = step.state
  const line = lines.get(extension)
  if (!queues.has(queueId)) return failed('not-found', queueId)
  if (line === undefined || !listQueueIds(step.state, extension).includes(queueId)) {
    return failed('not-found', extension)
  }
  if (!line.signedIn) return failed('wrong-state', extension)
  pauseLineIn(step, line, queueId, reason)
  return done(null)
}
