/** What one fact is applied to: the switch as known, and what the fact turns out to concern. */
import { dialOrigin, peersOf } from '#gateway/asterisk/events/callView'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import {
  type Channel,
  type SwitchState,
  seeChannel,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'

export interface Scene {
  readonly state: SwitchState
  readonly atMs: number
  /** Calls that may look different now; a call that is over already is not among them. */
  readonly concerned: Set<TrackedCall>
  /** Calls that came to be with this fact. */
  readonly begun: TrackedCall[]
  /** Takes up what is told of a channel; null for none, and for one that has ended. */
  see(block: ChannelBlock | null): Channel | null
  /** Its calls are concerned: the one it hangs on, was dialled for, or talks in. */
  touch(channel: Channel | null): void
}

export function createScene(state: SwitchState, atMs: number): Scene {
  const concerned = new Set<TrackedCall>()
  const touch = (channel: Channel | null) => touchCalls(state, channel, concerned)
  return {
    state,
    atMs,
    concerned,
    begun: [],
    touch,
    see(block) {
      const channel = block === null ? null : seeBlock(state, block, atMs)
      touch(channel)
      return channel
    },
  }
}

function seeBlock(state: SwitchState, block: ChannelBlock, atMs: number): Channel | null {
  const channel = seeChannel(state, block, atMs)
  if (channel === null) return null
  if (block.state === 'ringing' && channel.bridgeId === null) channel.isOffered = true
  if (channel.dialledBy === null && block.linkedId !== block.id && !state.anchors.has(block.id)) {
    const origin = state.channels.get(block.linkedId)
    // A reading of the switch tells who is rung for only by the linked id.
    if (origin !== undefined && block.state === 'ringing') linkDialled(state, origin, channel)
  }
  return channel
}

/** Ringing only counts from now on where it had stopped for good. */
export function linkDialled(state: SwitchState, by: Channel, dialled: Channel): void {
  if (dialled.dialledBy !== null) state.channels.get(dialled.dialledBy)?.dialled.delete(dialled.block.id)
  dialled.dialledBy = by.block.id
  by.dialled.add(dialled.block.id)
}

function touchCalls(state: SwitchState, channel: Channel | null, concerned: Set<TrackedCall>): void {
  if (channel === null) return
  const add = (id: string) => {
    const call = state.calls.get(state.anchors.get(id) ?? '')
    if (call !== undefined) concerned.add(call)
  }
  add(channel.block.id)
  add(dialOrigin(state, channel).block.id)
  for (const peer of peersOf(state, channel)) add(peer.block.id)
}
