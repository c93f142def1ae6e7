/** Brings each command of the gateway to what carries it out on Asterisk: floor, monitoring, or an extension's queues. */
import type { Answer } from '#contract/failure'
import type { PbxCommand, PbxFloorCommand, PbxMonitorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { Conferences } from '#gateway/asterisk/floor/conferences'
import type { FloorOperations } from '#gateway/asterisk/floor/floorOperations'
import type { Recordings } from '#gateway/asterisk/floor/recordings'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import type { Monitoring } from '#gateway/asterisk/monitoring/createMonitoring'
import { withinTime } from '#gateway/commands/withinTime'

export interface Executors {
  readonly centre: Pick<Centre, 'execute' | 'changeRoster'>
  readonly floor: FloorOperations
  readonly recordings: Recordings
  readonly conferences: Conferences
  readonly monitoring: Pick<Monitoring, 'execute'>
  readonly clock: Clock
}

/** PbxLink settles within 5 s; an operation of several actions may not, should each of them be slow. */
const settleWithinMs = 4800

type Command = PbxCommand | PbxFloorCommand | PbxMonitorCommand

export function execute(command: Command, executors: Executors): Promise<Answer<null>> {
  return withinTime(run(command, executors), settleWithinMs, executors.clock)
}

function run(
  command: Command,
  { centre, floor, recordings, conferences, monitoring }: Executors,
): Promise<Answer<null>> {
  switch (command.kind) {
    case 'dial':
      return floor.originate(command.extension, command.number)
    case 'hangUp':
      return floor.hangUp(command.callId)
    case 'park':
      return floor.park(command.callId)
    case 'giveTo':
      return floor.giveTo(command.callId, command.extension)
    case 'moveToQueue':
      return floor.moveToQueue(command.callId, command.queueId)
    case 'prioritise':
      return floor.prioritise(command.callId, command.priority)
    case 'pauseRecording':
    case 'resumeRecording':
      return recordings.setPaused(command.callId, command.kind === 'pauseRecording')
    case 'joinCalls':
      return conferences.join(command)
    case 'dropMember':
      return conferences.drop(command.callId, command.memberId)
    case 'pauseInQueue':
      return floor.pauseIn(command.queueId, command.extension, command.reason)
    case 'addMember':
    case 'removeMember':
      return centre.changeRoster(command)
    case 'monitorOpen':
    case 'monitorSteer':
    case 'monitorTakeOver':
    case 'monitorClose':
      return monitoring.execute(command)
    default:
      return centre.execute(command)
  }
}
