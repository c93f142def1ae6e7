/** Makes a tracked call of the channel it hangs on. */
import { echoExtension } from '#contract/echoTest'
import type { CallId } from '#contract/ids'
import { emptyView } from '#gateway/asterisk/events/callView'
import type { CallMemory } from '#gateway/asterisk/events/fact'
import { isInnerChannel, supervisorPrefix } from '#gateway/asterisk/events/interfaces'
import {
  type Channel,
  extensionOf,
  type SwitchState,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'

/** Whether a new channel begins a call; one that was made for another does not, nor one that only hears its echo. */
export function isRoot(channel: Channel): boolean {
  const { id, linkedId, name, exten } = channel.block
  return (
    id === linkedId && !isInnerChannel(name) && !id.startsWith(supervisorPrefix) && exten !== echoExtension
  )
}

export function beginCall(state: SwitchState, channel: Channel): TrackedCall {
  const { block, createdAtMs } = channel
  const dialler = extensionOf(state, channel)
  const isInternal = dialler !== null && block.exten !== null && state.extensions.has(block.exten)
  return adoptCall(state, channel, {
    callId: block.id as CallId,
    direction: dialler === null ? 'inbound' : isInternal ? 'internal' : 'outbound',
    // Who dials outside may show another number there; here they are themselves.
    caller: { number: dialler ?? block.callerNumber, name: block.callerName },
    dialledNumber: block.exten,
    dialler,
    enteredAtMs: createdAtMs,
    queueId: null,
    queuedAtMs: null,
    homeId: null,
    answeredAtMs: null,
    priority: 0,
  })
}

/** A call that is known already, on the channel it hangs on now. */
export function adoptCall(state: SwitchState, channel: Channel, memory: CallMemory): TrackedCall {
  const { id } = channel.block
  const call: TrackedCall = {
    memory,
    anchorId: id,
    view: emptyView,
    outcomes: new Map(),
    whoEnded: null,
    leavingOf: new Map(),
    handedOver: null,
    aloneSinceMs: null,
    sinceMs: memory.answeredAtMs ?? memory.enteredAtMs,
    joins: false,
    recordingSinceMs: memory.enteredAtMs,
  }
  state.calls.set(memory.callId, call)
  state.anchors.set(id, memory.callId)
  return call
}
