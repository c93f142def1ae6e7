/** The whole truth of the floor as the gateway reads it at the start and after a gap. */
import type { PbxCall } from '#contract/pbx'
import { type FloorCall, type FloorState, isWaiting, offersOf, positionOf } from '#simulator/queue/floorState'
import type { UnstampedEvent } from '#simulator/queue/floorStep'

export function toSnapshot(state: FloorState): Extract<UnstampedEvent, { kind: 'snapshot' }> {
  return {
    kind: 'snapshot',
    queues: [...state.queues.values()].map(({ number: _number, retryMs: _retryMs, members, ...queue }) => ({
      ...queue,
      members: members.map((member) => ({ ...member, pausedReason: null })),
    })),
    extensions: [...state.lines.values()].map(({ wrapUpEndsAtMs: _wrapUp, ...line }) => line),
    calls: [...state.calls.values()].map((call) => toPbxCall(state, call)),
  }
}

function toPbxCall(state: FloorState, call: FloorCall): PbxCall {
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
  }
}

function toPbxState(state: FloorState, call: FloorCall): PbxCall['state'] {
  const stage = call.stage
  if (stage.kind === 'dialling') {
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
