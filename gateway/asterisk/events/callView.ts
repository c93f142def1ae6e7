/** Reads from channels and bridges how a call stands: who waits, whose phone rings, who talks, who holds. */
import { readConference } from '#gateway/asterisk/events/conferenceView'
import { isInnerChannel } from '#gateway/asterisk/events/interfaces'
import { readRecording } from '#gateway/asterisk/events/recorderFacts'
import {
  type Channel,
  extensionOf,
  isSilentLeg,
  otherHalfOf,
  type SwitchState,
  type TrackedCall,
  type View,
} from '#gateway/asterisk/events/switchState'

export const emptyView: View = {
  queue: null,
  ringing: new Set(),
  parties: new Map(),
  holding: new Set(),
  isWithOutsider: false,
  recording: null,
  conference: [],
}

export function readView(state: SwitchState, call: TrackedCall, anchor: Channel): View {
  const peers = peersOf(state, anchor)
  const parties = new Map<string, string>()
  const holding = new Set<string>()
  let isWithOutsider = false
  const isBackInLine = anchor.queue !== null && !anchor.hasLeftLine
  const isSeen = isBackInLine || peers.some((peer) => isRealPhone(state, peer))
  for (const peer of peers) {
    // A member's Local channel stands for its phone only until the phone itself is known, or the caller waits again.
    if (isSeen && isInnerChannel(peer.block.name)) continue
    const extension = extensionOf(state, peer)
    if (extension === null) isWithOutsider ||= !isInnerChannel(peer.block.name)
    else if (!parties.has(extension) || !isInnerChannel(peer.block.name))
      parties.set(extension, peer.block.id)
    if (extension !== null && peer.isHolding) holding.add(extension)
  }
  const { dialler, direction } = call.memory
  const own = extensionOf(state, anchor)
  if (own !== null && anchor.leaving === null) {
    // A call to outside is the dialler's own; between two phones the one that answered stands for it.
    const isOwn = direction === 'outbound' || isWithOutsider || own !== dialler
    if (isOwn && (isWithOutsider || parties.size > 0)) parties.set(own, anchor.block.id)
    if (anchor.isHolding) holding.add(own)
  }
  keepAway(state, call, anchor, parties)
  return {
    queue: anchor.queue,
    ringing: ringingFor(state, anchor, parties),
    parties,
    holding,
    isWithOutsider,
    recording: readRecording([anchor, ...peers]),
    conference: readConference(state, call, anchor, peers),
  }
}

function isRealPhone(state: SwitchState, peer: Channel): boolean {
  return !isInnerChannel(peer.block.name) && extensionOf(state, peer) !== null
}

/**
 * Who waits when a Local channel does: the caller joined with its other half. A caller whom a member behind a Local
 * channel transfers to a queue waits there by that channel.
 */
export function standsFor(state: SwitchState, channel: Channel): Channel {
  const other = otherHalfOf(state, channel)
  if (other === null) return channel
  const callers = [other, ...peersOf(state, other)]
  return callers.find((each) => state.anchors.has(each.block.id)) ?? channel
}

/** Someone who steps out to ask a colleague is still in the call, until the leg ends or another takes the place. */
function keepAway(
  state: SwitchState,
  call: TrackedCall,
  anchor: Channel,
  parties: Map<string, string>,
): void {
  if (parties.size > 0 || anchor.queue !== null) return
  for (const [extension, id] of call.view.parties) {
    const leg = state.channels.get(id)
    if (leg === undefined || leg.leaving !== null || leg.isHangingUp || id === anchor.block.id) continue
    if (anchor.bridgeId !== null) parties.set(extension, id)
  }
}

/** Everybody in the same conversation, through Local channels. */
export function peersOf(state: SwitchState, anchor: Channel): Channel[] {
  const peers: Channel[] = []
  const seen = new Set([anchor.block.id])
  const open = [anchor]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of next.bridgeId === null ? [] : (state.bridges.get(next.bridgeId) ?? [])) {
      const channel = state.channels.get(id)
      if (channel === undefined || seen.has(id)) continue
      seen.add(id)
      if (channel.leaving !== null || isSilentLeg(state, id)) continue
      peers.push(channel)
      const other = otherHalfOf(state, channel)
      if (other === null || seen.has(other.block.id)) continue
      seen.add(other.block.id)
      open.push(other)
    }
  }
  return peers
}

function ringingFor(state: SwitchState, anchor: Channel, parties: ReadonlyMap<string, string>): Set<string> {
  const ringing = new Set<string>()
  for (const leg of dialledFor(state, anchor)) {
    const extension = leg.isOffered ? extensionOf(state, leg) : null
    if (extension !== null && !parties.has(extension)) ringing.add(extension)
  }
  return ringing
}

/** The channels made for a call, those behind Local channels included. */
export function dialledFor(state: SwitchState, anchor: Channel): Channel[] {
  const legs: Channel[] = []
  const seen = new Set<string>()
  const open = [anchor]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of next.dialled) {
      const leg = state.channels.get(id)
      if (leg === undefined || seen.has(id)) continue
      seen.add(id)
      legs.push(leg)
      open.push(leg)
      const other = otherHalfOf(state, leg)
      if (other !== null) open.push(other)
    }
  }
  return legs
}

/** The channel a leg was dialled for in the end. */
export function dialOrigin(state: SwitchState, leg: Channel): Channel {
  let origin = leg
  for (let steps = 0; steps < 10; steps += 1) {
    const other = origin.dialledBy === null ? otherHalfOf(state, origin) : null
    const by = origin.dialledBy ?? other?.dialledBy ?? null
    const next = by === null ? undefined : state.channels.get(by)
    if (next === undefined || next === origin) return origin
    origin = next
  }
  return origin
}
