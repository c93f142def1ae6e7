/** The whole truth of the floor as the gateway reads it at the start and after a gap. */
import type { PbxCall, PbxExtension } from '#contract/pbx'
import { listMembers } from '#simulator/queue/conference'
import {
  type FloorCall,
  type FloorState,
  isWaiting,
  type Line,
  offersOf,
  positionOf,
} from '#simulator/queue/floorState'
import type { UnstampedEvent } from '#simulator/queue/floorStep'
import { pauseIn, pauseOf } from '#simulator/queue/pauses'

export function toSnapshot(state: FloorState): Extract<UnstampedEvent, { kind: 'snapshot' }> {
  return {
    kind: 'snapshot',
    queues: [...state.queues.values()].map(({ number: _number, retryMs: _retryMs, members, ...queue }) => ({
      ...queue,
      members: members.map((member) => {
        const line = state.lines.get(member.extension)
        return { ...member, pausedReason: line === undefined ? null : pauseIn(line, queue.id) }
      }),
    })),
    extensions: [...state.lines.values()].map((line) => toPbxExtension(state, line)),
    calls: [...state.calls.values()].map((call) => toPbxCall(state, call)),
  }
}

function toPbxExtension(state: FloorState, line: Line): PbxExtension {
  const { extension, name, registered, signedIn } = line
  return { extension, name, registered, signedIn, pausedReason: pauseOf(state, line) }
}

function toPbxCall(state: FloorState, call: FloorCall): PbxCall {
  const conference = listMembers({ state }, call)
  const { id, direction, caller, dialledNumber, queueId, priority } = call
  const { enteredAtMs, queuedAtMs, answeredAtMs } = call
  return {
    callId: id,
    direction,
    caller,
    dialledNumber,
    queueId,
    priority,
    enteredAtMs,
    queuedAtMs,
    answeredAtMs,
    state: toPbxState(state, call),
    others: toOthers(call),
    ...(conference.length > 0 && { conference }),
    ...(call.recording !== undefined && { recording: call.recording }),
  }
}

function toPbxState(state: FloorState, call: FloorCall): PbxCall['state'] {
  const stage = call.stage
  if (stage.kind === 'dialling' || stage.kind === 'fetching') {
    return { kind: 'dialling', extension: stage.extension, sinceMs: stage.sinceMs }
  }
  // Of two phones in an internal call the one that answered, who joined last, is the call's own.
  const party = stage.kind === 'joined' ? stage.parties.at(-1) : undefined
  if (party !== undefined) {
    return { kind: party.state, extension: party.extension, sinceMs: party.sinceMs }
  }
  const position = isWaiting(call) ? positionOf(state, call) : 1
  return { kind: 'waiting', position, offeredTo: offersOf(call).map((offer) => offer.extension) }
}

/** Whose phone rings for a dialler or a transfer, and who talks besides the one the call stands for. */
function toOthers({ stage }: FloorCall): NonNullable<PbxCall['others']> {
  if (stage.kind === 'dialling' && stage.offer !== null) {
    return [{ extension: stage.offer.extension, kind: 'ringing' }]
  }
  if (stage.kind !== 'joined') return []
  const talking = stage.parties.slice(0, -1).map(({ extension }) => ({ extension, kind: 'talking' }) as const)
  const target = stage.handover?.offer?.extension
  return target === undefined ? talking : [...talking, { extension: target, kind: 'ringing' }]
}
