/** What each fact changes in what is known of a switch, and which calls are concerned. */
import type { CallId } from '#contract/ids'
import { dialOrigin, emptyView, peersOf, standsFor } from '#gateway/asterisk/events/callView'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import type { CallMemory, Fact } from '#gateway/asterisk/events/fact'
import {
  isInnerChannel,
  supervisorPrefix,
  toExtension,
  toLocalHalf,
} from '#gateway/asterisk/events/interfaces'
import {
  type Channel,
  enterBridge,
  extensionOf,
  forgetChannel,
  joinLine,
  leaveBridge,
  leaveLine,
  type OfferOutcome,
  rename,
  type SwitchState,
  seeChannel,
  stepOut,
  type TrackedCall,
  takePlace,
} from '#gateway/asterisk/events/switchState'

/** Calls that may look different now; a call that is over already is not among them. */
export type Concerned = Set<TrackedCall>

export interface Applied {
  readonly concerned: Concerned
  /** Calls that came to be with this fact. */
  readonly begun: readonly TrackedCall[]
  /** A channel that is gone, as it last was. */
  readonly gone: Channel | null
}

export function applyFact(state: SwitchState, fact: Fact): Applied {
  const concerned: Concerned = new Set()
  const begun: TrackedCall[] = []
  const touch = (channel: Channel | null) => touchCalls(state, channel, concerned)
  const see = (block: ChannelBlock | null): Channel | null => {
    const channel = block === null ? null : seeBlock(state, block, fact.atMs)
    touch(channel)
    return channel
  }

  switch (fact.kind) {
    case 'channelSeen': {
      const channel = see(fact.channel)
      const isKnown = channel === null || state.anchors.has(channel.block.id)
      if (!isKnown && fact.isNew && isRoot(channel)) begun.push(beginCall(state, channel))
      break
    }
    case 'channelRenamed': {
      const channel = state.channels.get(fact.id)
      if (channel !== undefined) rename(state, channel, fact.name)
      break
    }
    case 'hangupAsked': {
      const channel = see(fact.channel)
      if (channel !== null) noteHangup(state, channel, fact.cause, concerned)
      break
    }
    case 'channelEnded': {
      const channel = see(fact.channel)
      if (channel === null) break
      forgetChannel(state, channel)
      return { concerned, begun, gone: channel }
    }
    case 'dialBegan':
    case 'memberCalled': {
      const by = see(fact.channel)
      const dialled = see(fact.dialled)
      if (dialled === null) break
      if (by !== null && by !== dialled) linkDialled(state, by, dialled)
      if (fact.kind === 'memberCalled') noteMember(state, dialled, by?.queue ?? null, fact.interface)
      touch(dialled)
      break
    }
    case 'dialEnded':
    case 'ringUnanswered': {
      const dialled = see(fact.dialled)
      if (dialled === null) break
      const outcome = fact.kind === 'ringUnanswered' ? 'no-answer' : toOutcome(fact.status)
      if (outcome === null) break
      noteOutcome(state, dialled, outcome, concerned)
      dialled.isOffered = false
      break
    }
    case 'bridgeEntered': {
      const channel = see(fact.channel)
      if (channel === null) break
      if (channel.queue !== null && !channel.hasLeftLine) stepOut(state, channel)
      enterBridge(state, channel, fact.bridgeId, fact.atMs)
      touch(channel)
      break
    }
    case 'bridgeLeft': {
      const channel = see(fact.channel)
      if (channel?.bridgeId === fact.bridgeId) leaveBridge(state, channel)
      break
    }
    case 'holdChanged': {
      const channel = see(fact.channel)
      if (channel !== null) channel.isHolding = fact.isHolding
      break
    }
    case 'queueJoined': {
      const channel = waiterOf(state, see(fact.channel))
      if (channel === null) break
      touch(channel)
      if (channel.queue === fact.queue && !channel.hasLeftLine) break
      joinLine(state, channel, fact.queue, fact)
      if (!state.anchors.has(channel.block.id)) begun.push(beginCall(state, channel))
      setPriority(state, channel, fact.priority)
      break
    }
    case 'queueAbandoned': {
      const channel = waiterOf(state, see(fact.channel))
      touch(channel)
      if (channel !== null) channel.queueExit = channel.isWithdrawn ? 'withdrawn' : 'timed-out'
      break
    }
    case 'queueLeft': {
      const channel = waiterOf(state, see(fact.channel))
      touch(channel)
      if (channel?.queue !== fact.queue) break
      if (channel.queueExit === null) stepOut(state, channel)
      else leaveLine(state, channel)
      channel.isWithdrawn = false
      break
    }
    case 'talkEnded':
      see(fact.channel)
      // Who asked first to hang up was seen before; a transfer is told by events of its own.
      for (const call of concerned) {
        if (call.anchorId === fact.channel.id && fact.reason !== 'transfer') call.whoEnded = fact.reason
      }
      break
    case 'blindTransferred': {
      const [from, to] = [see(fact.transferer), see(fact.transferee)]
      if (from !== null) giveAway(state, from, to, { how: 'blind', target: fact.target }, concerned)
      break
    }
    case 'attendedTransferred':
      applyAttended(state, fact, see, concerned)
      break
    case 'callAdopted': {
      const channel = see(fact.channel)
      if (channel !== null) begun.push(adoptCall(state, channel, fact.memory))
      break
    }
    case 'withdrawalAsked': {
      const channel = state.channels.get(fact.id)
      if (channel !== undefined) channel.isWithdrawn = true
      break
    }
    case 'timePassed':
      for (const call of state.calls.values()) if (call.aloneSinceMs !== null) concerned.add(call)
      break
    case 'memberSeen':
    case 'memberGone':
    case 'deviceChanged':
      break
  }
  return { concerned, begun, gone: null }
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
function linkDialled(state: SwitchState, by: Channel, dialled: Channel): void {
  if (dialled.dialledBy !== null) state.channels.get(dialled.dialledBy)?.dialled.delete(dialled.block.id)
  dialled.dialledBy = by.block.id
  by.dialled.add(dialled.block.id)
}

function noteMember(state: SwitchState, dialled: Channel, queue: string | null, interfaceName: string): void {
  if (toLocalHalf(dialled.block.name) === null) return
  const member = queue === null ? undefined : state.members.get(queue)?.get(interfaceName)
  dialled.memberExtension = toExtension(member?.stateInterface ?? interfaceName)
}

/** The call a channel hangs on, was dialled for, or talks in. */
function touchCalls(state: SwitchState, channel: Channel | null, concerned: Concerned): void {
  if (channel === null) return
  const add = (id: string) => {
    const call = state.calls.get(state.anchors.get(id) ?? '')
    if (call !== undefined) concerned.add(call)
  }
  add(channel.block.id)
  add(dialOrigin(state, channel).block.id)
  for (const peer of peersOf(state, channel)) add(peer.block.id)
}

function isRoot(channel: Channel): boolean {
  const { id, linkedId, name } = channel.block
  return id === linkedId && !isInnerChannel(name) && !id.startsWith(supervisorPrefix)
}

function beginCall(state: SwitchState, channel: Channel): TrackedCall {
  const { block, createdAtMs } = channel
  const dialler = extensionOf(state, channel)
  const isInternal = dialler !== null && block.exten !== null && state.extensions.has(block.exten)
  return adoptCall(state, channel, {
    callId: block.id as CallId,
    direction: dialler === null ? 'inbound' : isInternal ? 'internal' : 'outbound',
    caller: { number: block.callerNumber ?? dialler, name: block.callerName },
    dialledNumber: block.exten,
    dialler,
    enteredAtMs: createdAtMs,
    queueId: null,
    queuedAtMs: null,
    answeredAtMs: null,
    priority: 0,
  })
}

function adoptCall(state: SwitchState, channel: Channel, memory: CallMemory): TrackedCall {
  const { id } = channel.block
  const call: TrackedCall = {
    memory,
    anchorId: id,
    view: emptyView,
    outcomes: new Map(),
    whoEnded: null,
    leavingOf: new Map(),
    aloneSinceMs: null,
    sinceMs: memory.answeredAtMs ?? memory.enteredAtMs,
  }
  state.calls.set(memory.callId, call)
  state.anchors.set(id, memory.callId)
  return call
}

/** A channel that waits in its own right, or the caller it waits for. */
function waiterOf(state: SwitchState, channel: Channel | null): Channel | null {
  return channel === null || channel.queue !== null ? channel : standsFor(state, channel)
}

function setPriority(state: SwitchState, channel: Channel, priority: number): void {
  const call = state.calls.get(state.anchors.get(channel.block.id) ?? '')
  if (call !== undefined) call.memory = { ...call.memory, priority }
}

/** Whoever asks first to hang up is who ended the talk. */
function noteHangup(state: SwitchState, channel: Channel, cause: number, concerned: Concerned): void {
  channel.isHangingUp = true
  // Asterisk sends "no answer" for a refusal too; only the phone's own cause tells the two apart.
  if (channel.isOffered) noteOutcome(state, channel, toRefusal(cause), concerned)
  for (const call of concerned) {
    if (call.anchorId === channel.block.id) continue
    const extension = extensionOf(state, channel)
    const isParty = extension !== null && call.view.parties.has(extension)
    const isOtherSide = call.memory.dialler !== null && call.view.parties.size > 0
    if (isParty || isOtherSide) call.whoEnded ??= call.memory.dialler === null || isParty ? 'agent' : 'caller'
  }
}

/** Q.850: 17 user busy, 21 call rejected, 19 no answer; anything else is the phone's or the network's failure. */
function toRefusal(cause: number): OfferOutcome {
  if (cause === 17 || cause === 21) return 'declined'
  return cause === 19 || cause === 0 ? 'no-answer' : 'unreachable'
}

function toOutcome(status: string): OfferOutcome | null {
  switch (status) {
    case 'ANSWER':
      return null
    case 'NOANSWER':
      return 'no-answer'
    case 'BUSY':
    case 'DONTCALL':
    case 'TORTURE':
      return 'declined'
    case 'CHANUNAVAIL':
    case 'CONGESTION':
    case 'INVALIDARGS':
      return 'unreachable'
    default:
      return 'cancelled'
  }
}

/** The first word on how ringing stopped counts: Asterisk sends a second, CANCEL, for every end. */
function noteOutcome(state: SwitchState, leg: Channel, outcome: OfferOutcome, concerned: Concerned): void {
  const extension = extensionOf(state, leg)
  if (extension === null || !leg.isOffered) return
  for (const call of concerned) {
    if (!call.outcomes.has(extension)) call.outcomes.set(extension, outcome)
  }
}

/** The transferer's leg is out of it; a call that hung on that leg now hangs on whom was given away. */
function giveAway(
  state: SwitchState,
  from: Channel,
  to: Channel | null,
  leaving: NonNullable<Channel['leaving']>,
  concerned: Concerned,
): void {
  const extension = extensionOf(state, from)
  from.leaving = leaving
  for (const call of concerned) {
    const isOwn = call.anchorId === from.block.id
    if (!isOwn && (extension === null || !call.view.parties.has(extension))) continue
    call.whoEnded = 'transfer'
    if (extension !== null) call.leavingOf.set(extension, leaving)
    if (isOwn && to !== null && !state.anchors.has(to.block.id)) {
      state.anchors.delete(call.anchorId)
      call.anchorId = to.block.id
      state.anchors.set(to.block.id, call.memory.callId)
    }
  }
}

function applyAttended(
  state: SwitchState,
  fact: Extract<Fact, { readonly kind: 'attendedTransferred' }>,
  see: (block: ChannelBlock | null) => Channel | null,
  concerned: Concerned,
): void {
  const original = see(fact.original)
  const [transferee, target] = [see(fact.transferee), see(fact.target)]
  const extension = target === null ? null : extensionOf(state, target)
  const leaving = { how: 'attended', target: extension ?? target?.block.callerNumber ?? '' } as const
  // Either side may have been waiting in a queue: whoever was brought takes its place, with no event of a join.
  const heir = transferee ?? (original?.queue === null ? null : target)
  if (original !== null) giveAway(state, original, heir, leaving, concerned)
  if (original !== null && transferee === null && heir !== null)
    takePlace(state, original, standsFor(state, heir))
  const second = fact.second.id === fact.original.id ? null : see(fact.second)
  if (second === null) return
  second.leaving = leaving
  const consultation = state.calls.get(state.anchors.get(second.block.id) ?? '')
  if (consultation !== undefined) consultation.whoEnded = 'transfer'
  if (transferee !== null && second.queue !== null && !second.hasLeftLine)
    takePlace(state, second, standsFor(state, transferee))
}
