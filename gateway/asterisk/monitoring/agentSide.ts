/** Finds in the model of a switch which channels a monitored call has: the phone that is listened to, and who swaps. */
import { dialledFor } from '#gateway/asterisk/events/callView'
import { isInnerChannel } from '#gateway/asterisk/events/interfaces'
import {
  type Channel,
  extensionOf,
  isSilentLeg,
  type SwitchState,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'

/** The extension's own phone in the call, also while it rings; null when it has none there. */
export function findPhone(state: SwitchState, call: TrackedCall, extension: string): Channel | null {
  const anchor = state.channels.get(call.anchorId)
  const party = state.channels.get(call.view.parties.get(extension) ?? '')
  if (party !== undefined && !isInnerChannel(party.block.name)) return party
  if (anchor === undefined) return null
  if (extensionOf(state, anchor) === extension) return anchor
  // A Local channel is joined with the caller a moment before the phone behind it is with the Local channel.
  const isThere = (leg: Channel) => leg.isOffered || party !== undefined
  const dialled = dialledFor(state, anchor).find(
    (leg) => isThere(leg) && !isInnerChannel(leg.block.name) && extensionOf(state, leg) === extension,
  )
  return dialled ?? null
}

export interface Swap {
  /** What is transferred away: the phone, or the Local channel that stands for it beside the caller. */
  readonly agentSide: Channel
  readonly caller: Channel
}

/** The two sides of a conversation; null when there are more or fewer of them. */
export function findSwap(state: SwitchState, call: TrackedCall, phone: Channel): Swap | null {
  const anchor = state.channels.get(call.anchorId)
  if (anchor === undefined) return null
  const others = membersOf(state, anchor).filter((each) => each !== anchor)
  const other = others.length === 1 ? others[0] : undefined
  if (other === undefined) return null
  return anchor === phone ? { agentSide: anchor, caller: other } : { agentSide: other, caller: anchor }
}

/** Who is in a channel's bridge, itself included, without supervisors' legs that are in no call. */
export function membersOf(state: SwitchState, { bridgeId }: Channel): Channel[] {
  const inside = bridgeId === null ? [] : [...(state.bridges.get(bridgeId) ?? [])]
  return inside.flatMap((id) => (isSilentLeg(state, id) ? [] : (state.channels.get(id) ?? [])))
}
