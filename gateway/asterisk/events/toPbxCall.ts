/** A tracked call as the contract's snapshot shows it. */
import type { PbxCall } from '#contract/pbx'
import { extensionOf, type SwitchState, type TrackedCall } from '#gateway/asterisk/events/switchState'

export function toPbxCall(state: SwitchState, call: TrackedCall): PbxCall {
  const {
    callId,
    direction,
    caller,
    dialledNumber,
    queueId,
    priority,
    enteredAtMs,
    queuedAtMs,
    answeredAtMs,
  } = call.memory
  const now = toPbxState(state, call)
  // Parked, or on the way to a phone: in no line, whatever queue the call came from.
  const isInNoLine = now.kind === 'waiting' && call.view.queue === null
  return {
    callId,
    direction,
    caller,
    dialledNumber,
    queueId: isInNoLine ? null : queueId,
    priority,
    enteredAtMs,
    queuedAtMs: isInNoLine ? null : queuedAtMs,
    answeredAtMs,
    state: now,
    others: toOthers(state, call),
    ...(call.view.conference.length > 0 && { conference: call.view.conference }),
    ...(call.view.recording !== null && {
      recording: { state: call.view.recording, sinceMs: call.recordingSinceMs },
    }),
  }
}

/** Colleagues besides the one the call's state names: who dialled and talks too, or whose phone rings for a dialler. */
function toOthers(state: SwitchState, call: TrackedCall): NonNullable<PbxCall['others']> {
  const { view, memory, anchorId } = call
  const own = toPbxState(state, call)
  if (own.kind === 'waiting') return []
  if (own.kind === 'dialling') return [...view.ringing].map((extension) => ({ extension, kind: 'ringing' }))
  const anchor = state.channels.get(anchorId)
  const dialler = memory.dialler === null || anchor === undefined ? null : extensionOf(state, anchor)
  const talking = new Set([...view.parties.keys(), ...(dialler === null ? [] : [dialler])])
  talking.delete(own.extension)
  return [...talking].sort().map((extension) => ({ extension, kind: 'talking' }))
}

function toPbxState(state: SwitchState, { view, memory, anchorId, sinceMs }: TrackedCall): PbxCall['state'] {
  const party =
    memory.direction === 'outbound' && memory.dialler !== null && view.parties.has(memory.dialler)
      ? memory.dialler
      : [...view.parties.keys()].at(-1)
  if (party !== undefined) {
    return { kind: view.holding.has(party) ? 'held' : 'talking', extension: party, sinceMs }
  }
  if (memory.dialler !== null && view.queue === null) {
    return { kind: 'dialling', extension: memory.dialler, sinceMs: memory.enteredAtMs }
  }
  const place = view.queue === null ? 0 : (state.lines.get(view.queue)?.indexOf(anchorId) ?? 0)
  return { kind: 'waiting', position: Math.max(0, place) + 1, offeredTo: [...view.ringing].sort() }
}
