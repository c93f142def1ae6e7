/** What is known of one switch: its channels, bridges, waiting lines, members and the calls made of them. */
import type { PbxConferenceMember } from '#contract/conference'
import type { RecordingState } from '#contract/recording'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { CallMemory, MemberBlock } from '#gateway/asterisk/events/fact'
import {
  isInnerChannel,
  supervisorPrefix,
  toDevice,
  toExtension,
  toOtherHalf,
} from '#gateway/asterisk/events/interfaces'

export type OfferOutcome = 'no-answer' | 'declined' | 'cancelled' | 'unreachable'

export interface Channel {
  block: ChannelBlock
  readonly createdAtMs: number
  bridgeId: string | null
  bridgedAtMs: number
  /** This phone pressed hold. */
  isHolding: boolean
  /** The switch has forgotten that: it ends the music when somebody begins to listen to the phone. */
  isHoldHidden: boolean
  /** The channel it was dialled for; null for one that dialled itself. */
  dialledBy: string | null
  readonly dialled: Set<string>
  /** The extension of the queue member it was made for, where the channel's own name does not say. */
  memberExtension: string | null
  /** Rang, and has neither been joined with the caller nor given up. */
  isOffered: boolean
  /** It was told to hang up from its own side. */
  isHangingUp: boolean
  /** Its part in the call was given to someone else. */
  leaving: { readonly how: 'blind' | 'attended'; readonly target: string } | null
  /** The queue it waits in. */
  queue: string | null
  /** Out of the line, on the way to whoever answered. */
  hasLeftLine: boolean
  queueExit: 'timed-out' | 'withdrawn' | null
  isWithdrawn: boolean
  /** How many recorders write it to files, and whether all of them are told to write silence. */
  recorders: number
  isRecordingMuted: boolean
}

/** How a call looked when events were last told of it. */
export interface View {
  readonly queue: string | null
  readonly ringing: ReadonlySet<string>
  /** Extensions in the conversation, each with its channel. */
  readonly parties: ReadonlyMap<string, string>
  readonly holding: ReadonlySet<string>
  /** Joined with somebody who is no extension. */
  readonly isWithOutsider: boolean
  /** `paused` where every recorder of the conversation writes silence; null where there is none. */
  readonly recording: RecordingState | null
  /** Three or more who talk together; empty for fewer. */
  readonly conference: readonly PbxConferenceMember[]
}

export interface TrackedCall {
  memory: CallMemory
  /** The channel of the person the call is about; the first one, until that one hands the call over. */
  anchorId: string
  view: View
  /** How phones that stopped ringing did so. */
  readonly outcomes: Map<string, OfferOutcome>
  /** Who ended the talk, or that a transfer did. */
  whoEnded: 'agent' | 'caller' | 'transfer' | null
  /** How extensions that are out of the call gave it away. */
  readonly leavingOf: Map<string, { readonly how: 'blind' | 'attended'; readonly target: string }>
  /** Who dialled a colleague and then gave the call away, until that is told. */
  handedOver: (NonNullable<Channel['leaving']> & { readonly extension: string }) | null
  /** Since when nobody is left to talk to, with the caller still there; null when that is not so. */
  aloneSinceMs: number | null
  /** When the present talk or hold began. */
  sinceMs: number
  /** The gateway has brought somebody into it: whoever comes talks besides those who are there. */
  joins: boolean
  /** When the recording came to be as it is. */
  recordingSinceMs: number
}

export interface TakeOverAsked {
  readonly legId: string
  /** The channel that is let go: the agent's, or the one that stands for it beside the caller. */
  readonly agentSideId: string
  /** The supervisor's. */
  readonly extension: string
}

export interface SwitchState {
  readonly channels: Map<string, Channel>
  readonly idsByName: Map<string, string>
  readonly bridges: Map<string, Set<string>>
  readonly lines: Map<string, string[]>
  /** Call ids by queue, in the order they were told of. */
  readonly told: Map<string, string[]>
  /** By queue, then by interface. */
  readonly members: Map<string, Map<string, MemberBlock>>
  /** The same by extension, then by queue and interface: twenty thousand rows are read in one go. */
  readonly memberships: Map<string, Map<string, MemberBlock>>
  readonly reachable: Map<string, boolean>
  /** By extension: what its phone calls its place, since it was last away. */
  readonly places: Map<string, string>
  readonly calls: Map<string, TrackedCall>
  /** Call ids by the channel they hang on. */
  readonly anchors: Map<string, string>
  /** Channels that have ended: a late event must not bring them back. */
  readonly ended: Set<string>
  /** Supervisors' legs that have a caller to themselves; all others are in no call, whatever bridge they are in. */
  readonly talkingLegs: Set<string>
  /** Take-overs under way, by the caller's channel. */
  readonly takeOvers: Map<string, TakeOverAsked>
  /** Phones that hear their echo, by channel. */
  readonly echoes: Map<string, string>
  /** Extensions that belong to people. */
  readonly extensions: Set<string>
  /** A line may have another order than is known. */
  isOrderInDoubt: boolean
}

const keptEnded = 20_000

export function createSwitchState(extensions: Iterable<string>): SwitchState {
  return {
    channels: new Map(),
    idsByName: new Map(),
    bridges: new Map(),
    lines: new Map(),
    told: new Map(),
    members: new Map(),
    memberships: new Map(),
    reachable: new Map(),
    places: new Map(),
    calls: new Map(),
    anchors: new Map(),
    ended: new Set(),
    talkingLegs: new Set(),
    takeOvers: new Map(),
    echoes: new Map(),
    extensions: new Set(extensions),
    isOrderInDoubt: false,
  }
}

/** Takes up what an event says of a channel; null for one that has ended. */
export function seeChannel(state: SwitchState, block: ChannelBlock, atMs: number): Channel | null {
  if (state.ended.has(block.id)) return null
  const known = state.channels.get(block.id)
  if (known !== undefined) {
    if (known.block.name !== block.name) rename(state, known, block.name)
    known.block = block
    return known
  }
  const channel: Channel = {
    block,
    createdAtMs: atMs,
    bridgeId: null,
    bridgedAtMs: atMs,
    isHolding: false,
    isHoldHidden: false,
    dialledBy: null,
    dialled: new Set(),
    memberExtension: null,
    isOffered: false,
    isHangingUp: false,
    leaving: null,
    queue: null,
    hasLeftLine: false,
    queueExit: null,
    isWithdrawn: false,
    recorders: 0,
    isRecordingMuted: false,
  }
  state.channels.set(block.id, channel)
  state.idsByName.set(block.name, block.id)
  return channel
}

export function rename(state: SwitchState, channel: Channel, name: string): void {
  if (state.idsByName.get(channel.block.name) === channel.block.id) state.idsByName.delete(channel.block.name)
  state.idsByName.set(name, channel.block.id)
  channel.block = { ...channel.block, name }
}

export function forgetChannel(state: SwitchState, channel: Channel): void {
  const { id, name } = channel.block
  leaveBridge(state, channel)
  leaveLine(state, channel)
  if (channel.dialledBy !== null) state.channels.get(channel.dialledBy)?.dialled.delete(id)
  state.channels.delete(id)
  state.talkingLegs.delete(id)
  state.takeOvers.delete(id)
  if (state.idsByName.get(name) === id) state.idsByName.delete(name)
  state.ended.add(id)
  if (state.ended.size > keptEnded) {
    for (const oldest of state.ended) {
      state.ended.delete(oldest)
      break
    }
  }
}

export function enterBridge(state: SwitchState, channel: Channel, bridgeId: string, atMs: number): void {
  if (channel.bridgeId === bridgeId) return
  leaveBridge(state, channel)
  channel.bridgeId = bridgeId
  channel.bridgedAtMs = atMs
  const inside = state.bridges.get(bridgeId)
  // Whoever joins ends the music: a hold is between those who were there when it was pressed.
  for (const id of inside ?? []) {
    const other = state.channels.get(id)
    if (other !== undefined) other.isHolding = false
  }
  if (inside === undefined) state.bridges.set(bridgeId, new Set([channel.block.id]))
  else inside.add(channel.block.id)
}

export function leaveBridge(state: SwitchState, channel: Channel): void {
  if (channel.bridgeId === null) return
  const inside = state.bridges.get(channel.bridgeId)
  inside?.delete(channel.block.id)
  if (inside?.size === 0) state.bridges.delete(channel.bridgeId)
  channel.bridgeId = null
  // Whoever is met next hears no music, whatever the phone still shows.
  channel.isHolding = false
  channel.isHoldHidden = false
}

/**
 * Joins and leaves of the same moment may be told in another order than they happened. Where the switch's count is
 * not ours, the order of the line is in doubt until it is read.
 */
export function joinLine(
  state: SwitchState,
  channel: Channel,
  queue: string,
  { position, count }: { readonly position: number; readonly count: number | null },
): void {
  leaveLine(state, channel)
  const line = state.lines.get(queue) ?? []
  const place = Math.min(Math.max(1, position), line.length + 1) - 1
  if (count !== null && (count !== line.length + 1 || position !== place + 1)) state.isOrderInDoubt = true
  state.lines.set(queue, line.toSpliced(place, 0, channel.block.id))
  channel.queue = queue
  channel.hasLeftLine = false
  channel.queueExit = null
}

/** Out of the line and out of the queue. */
export function leaveLine(state: SwitchState, channel: Channel): void {
  stepOut(state, channel)
  channel.queue = null
}

/** Out of the line; whether somebody answered is told by what follows. */
export function stepOut(state: SwitchState, channel: Channel): void {
  const { queue } = channel
  if (queue === null) return
  const line = state.lines.get(queue)
  if (line !== undefined)
    state.lines.set(
      queue,
      line.filter((id) => id !== channel.block.id),
    )
  channel.hasLeftLine = true
}

/** Puts one channel in the place of another that waits. */
export function takePlace(state: SwitchState, from: Channel, to: Channel): void {
  const { queue } = from
  const line = queue === null ? undefined : state.lines.get(queue)
  if (queue === null || line === undefined || from.hasLeftLine) return
  state.lines.set(
    queue,
    line.map((id) => (id === from.block.id ? to.block.id : id)),
  )
  from.queue = null
  to.queue = queue
  to.hasLeftLine = false
  to.queueExit = null
}

/** Whose phone it is; null for callers, trunks and inner channels. */
export function extensionOf(state: SwitchState, channel: Channel): string | null {
  if (channel.memberExtension !== null) return channel.memberExtension
  if (isInnerChannel(channel.block.name)) return null
  const device = toDevice(channel.block.name)
  const extension = device === null ? null : toExtension(device)
  return extension !== null && state.extensions.has(extension) ? extension : null
}

export function otherHalfOf(state: SwitchState, channel: Channel): Channel | null {
  const name = toOtherHalf(channel.block.name)
  const id = name === null ? undefined : state.idsByName.get(name)
  return (id === undefined ? undefined : state.channels.get(id)) ?? null
}

/** A supervisor's leg that listens, whispers, has barged in or waits: it is in nobody's call. */
export function isSilentLeg({ talkingLegs }: Pick<SwitchState, 'talkingLegs'>, id: string): boolean {
  return id.startsWith(supervisorPrefix) && !talkingLegs.has(id)
}
