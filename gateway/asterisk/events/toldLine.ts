/**
 * The waiting lines as events have told them. A caller somebody has answered is out of the switch's line some
 * milliseconds before the two are joined and it can be told; whoever joins in between must not be told a place too far
 * ahead.
 */
import type { SwitchState, TrackedCall } from '#gateway/asterisk/events/switchState'

/** Puts the call into the line as told, and answers its place there; 1 is next. */
export function tellJoin(state: SwitchState, call: TrackedCall, queue: string): number {
  const own = call.memory.callId
  const isTold = (id: string) => id !== own && state.calls.get(id)?.view.queue === queue
  const told = (state.told.get(queue) ?? []).filter(isTold)
  const line = state.lines.get(queue) ?? []
  const ahead = line.slice(0, Math.max(0, line.indexOf(call.anchorId)))
  const before = ahead.map((id) => state.anchors.get(id) ?? '').findLast((id) => told.includes(id))
  const place = before === undefined ? 0 : told.indexOf(before) + 1
  state.told.set(queue, told.toSpliced(place, 0, own))
  return place + 1
}
