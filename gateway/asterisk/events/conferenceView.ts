/** Reads from a bridge who talks together, and who a conference goes on with when the one it hangs on leaves. */
import type { PbxConferenceMember } from '#contract/conference'
import { isInnerChannel } from '#gateway/asterisk/events/interfaces'
import {
  type Channel,
  extensionOf,
  isSilentLeg,
  type SwitchState,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'

/** Three or more real phones in one conversation; none for fewer. `anchor` is the one the call hangs on. */
export function readConference(
  state: SwitchState,
  call: TrackedCall,
  anchor: Channel,
  peers: readonly Channel[],
): readonly PbxConferenceMember[] {
  const people = [anchor, ...peers].filter(
    ({ bridgeId, block }) => bridgeId !== null && !isInnerChannel(block.name),
  )
  if (people.length < 3) return []
  return people
    .map((channel): PbxConferenceMember => {
      const { id, callerNumber, callerName } = channel.block
      const extension = extensionOf(state, channel)
      if (channel === anchor && extension === null) return { id, extension, ...call.memory.caller }
      return { id, extension, number: extension ?? callerNumber, name: callerName }
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

export function isSameConference(
  one: readonly PbxConferenceMember[],
  other: readonly PbxConferenceMember[],
): boolean {
  return one.length === other.length && one.every(({ id }, at) => id === other[at]?.id)
}

/**
 * Whether a call between phones of the house has gone into another: the one who was brought there is a party of that one.
 * Somebody outside keeps the call they came by.
 */
export function isMerged(state: SwitchState, call: TrackedCall, anchor: Channel): boolean {
  if (anchor.bridgeId === null || call.joins || extensionOf(state, anchor) === null) return false
  return [...(state.bridges.get(anchor.bridgeId) ?? [])].some((id) => {
    const other = state.calls.get(state.anchors.get(id) ?? '')
    return other !== undefined && other !== call && other.joins
  })
}

/**
 * Gives a conference whose own channel is about to end to somebody who stays: outside before inside, as a call is about
 * whoever is outside. False where the call ends with its channel.
 */
export function passOn(state: SwitchState, gone: Channel): boolean {
  const callId = state.anchors.get(gone.block.id)
  const call = callId === undefined ? undefined : state.calls.get(callId)
  if (callId === undefined || call === undefined || call.view.conference.length < 3 || gone.bridgeId === null)
    return false
  const left = call.view.conference.flatMap(({ id }) => {
    const channel = id === gone.block.id || isSilentLeg(state, id) ? undefined : state.channels.get(id)
    return channel === undefined ? [] : [channel]
  })
  // One of them has a call of their own, which goes on.
  if (left.length < 2 || left.some(({ block }) => state.anchors.has(block.id))) return false
  const heir = left.find((each) => extensionOf(state, each) === null)
  if (heir === undefined) return false
  state.anchors.delete(gone.block.id)
  state.anchors.set(heir.block.id, callId)
  call.anchorId = heir.block.id
  return true
}
