/** Brings each command of the gateway to what carries it out on Asterisk: the floor, or an extension's queues. */
import type { Answer } from '#contract/failure'
import type { PbxCommand, PbxFloorCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import type { FloorOperations } from '#gateway/asterisk/floor/floorOperations'
import type { Centre } from '#gateway/asterisk/link/composeNodes'
import { withinTime } from '#gateway/commands/withinTime'

export interface Executors {
  readonly centre: Pick<Centre, 'execute'>
  readonly floor: FloorOperations
  readonly clock: Clock
}

/** PbxLink settles within 5 s; an operation of several actions may not, should each of them be slow. */
const settleWithinMs = 4800

export function execute(
  command: PbxCommand | PbxFloorCommand,
  { centre, floor, clock }: Executors,
): Promise<Answer<null>> {
  return withinTime(run(command, centre, floor), settleWithinMs, clock)
}

function run(
  command: PbxCommand | PbxFloorCommand,
  centre: Executors['centre'],
  floor: FloorOperations,
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
    case 'pauseInQueue':
      return floor.pauseIn(command.queueId, command.extension, command.reason)
    default:
      return centre.execute(command)
  }
}
