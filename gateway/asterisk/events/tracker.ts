/** One switch's live model: takes facts in order and answers what changed, as events of the contract. */
import type { PbxCall, PbxEvent, PbxExtension, PbxMember } from '#contract/pbx'
import { applyFact } from '#gateway/asterisk/events/applyFact'
import type { ChannelBlock } from '#gateway/asterisk/events/channelBlock'
import { isMerged } from '#gateway/asterisk/events/conferenceView'
import { tellEcho } from '#gateway/asterisk/events/echoFacts'
import type { CallMemory, Fact } from '#gateway/asterisk/events/fact'
import { toPhone } from '#gateway/asterisk/events/interfaces'
import {
  applyMember,
  type MemberPlan,
  membersIn,
  readExtensions,
  removeMember,
} from '#gateway/asterisk/events/memberState'
import { endCall, type Settling, settleCall, toEnd } from '#gateway/asterisk/events/settleCall'
import {
  type Channel,
  createSwitchState,
  type SwitchState,
  type TrackedCall,
} from '#gateway/asterisk/events/switchState'
import { toPbxCall } from '#gateway/asterisk/events/toPbxCall'

export interface TrackerPlan extends MemberPlan {
  /** Extensions of people, members of queues or not. */
  readonly extensions: readonly string[]
  /** null for no limit. */
  maxWaitMsOf(queue: string): number | null
}

export interface Tracker {
  /** Duplicates and facts out of order never throw; what they tell twice is told once. */
  apply(fact: Fact): PbxEvent[]
  /** Since when the longest of those stands alone whom a fact `timePassed` will settle; null when there is none. */
  readonly aloneSinceMs: number | null
  /** Whether a line's order came into doubt since this was last asked. */
  takeOrderDoubt(): boolean
  /** For actions, which name channels as the switch does. */
  readonly state: SwitchState
  calls(): PbxCall[]
  extensions(): PbxExtension[]
  members(queue: string): PbxMember[]
  /** Phones that hold without a reading showing it. */
  hiddenHolds(): ChannelBlock[]
  /** How the recorders of channels stand; events tell it better than a reading. */
  recorders(): Fact[]
  /** What a new reading cannot tell, with the channel each call hangs on. */
  memories(): { readonly channel: ChannelBlock; readonly memory: CallMemory }[]
}

export function createTracker(plan: TrackerPlan): Tracker {
  const state = createSwitchState(plan.extensions)
  const alone = new Set<TrackedCall>()

  function apply(fact: Fact): PbxEvent[] {
    const events: PbxEvent[] = []
    const emit = (event: PbxEvent) => events.push(event)
    if (fact.kind === 'memberSeen') return applyMember(state, plan, fact.member, fact.atMs)
    if (fact.kind === 'memberGone') return removeMember(state, plan, fact.queue, fact.interface, fact.atMs)
    if (fact.kind === 'deviceChanged') return applyDevice(fact)
    if (fact.kind === 'phonePlaced') return applyPlace(fact)
    const { concerned, begun, gone } = applyFact(state, fact)
    for (const call of begun) {
      emit(toEntered(call, fact.atMs))
      concerned.add(call)
    }
    for (const event of tellEcho(state, fact)) events.push(event)
    for (const call of inOrder(state, concerned)) settle(call, fact, gone, emit)
    for (const call of concerned) noteAlone(call)
    return events
  }

  function noteAlone(call: TrackedCall): void {
    const isAlone = call.aloneSinceMs !== null && state.calls.get(call.memory.callId) === call
    if (isAlone) alone.add(call)
    else alone.delete(call)
  }

  function settle(
    call: TrackedCall,
    fact: Fact,
    gone: Channel | null,
    emit: (event: PbxEvent) => void,
  ): void {
    if (!state.calls.has(call.memory.callId)) return
    const settling: Settling = { state, call, atMs: fact.atMs, emit, maxWaitMsOf: plan.maxWaitMsOf }
    const anchor = state.channels.get(call.anchorId) ?? (gone?.block.id === call.anchorId ? gone : null)
    if (anchor !== null && !state.channels.has(call.anchorId)) {
      endCall(settling, toEnd(call, anchor))
      return
    }
    if (fact.kind === 'queueAbandoned' && anchor?.isHangingUp === true && fact.channel.id === call.anchorId) {
      endCall(settling, 'abandoned')
      return
    }
    if (anchor !== null && (anchor.leaving !== null || isMerged(state, call, anchor))) {
      endCall(settling, 'transferred')
      return
    }
    if (anchor !== null) tellCaller(call, anchor, fact.atMs, emit)
    settleCall(settling)
  }

  function applyDevice(fact: Extract<Fact, { readonly kind: 'deviceChanged' }>): PbxEvent[] {
    const extension = toPhone(fact.device)
    if (extension === null || !state.extensions.has(extension)) return []
    if ((state.reachable.get(extension) ?? false) === fact.isReachable) return []
    state.reachable.set(extension, fact.isReachable)
    if (fact.isReachable) return [toRegistered(extension, fact.atMs)]
    state.places.delete(extension)
    return [{ kind: 'phoneUnregistered', atMs: fact.atMs, extension }]
  }

  /** A switch tells of the place before or behind the phone being there; of a page that replaces another, alone. */
  function applyPlace(fact: Extract<Fact, { readonly kind: 'phonePlaced' }>): PbxEvent[] {
    const extension = toPhone(fact.device)
    if (extension === null || !state.extensions.has(extension)) return []
    if (state.places.get(extension) === fact.place) return []
    state.places.set(extension, fact.place)
    return state.reachable.get(extension) === true ? [toRegistered(extension, fact.atMs)] : []
  }

  function toRegistered(extension: string, atMs: number): PbxEvent {
    const place = state.places.get(extension)
    return { kind: 'phoneRegistered', atMs, extension, ...(place !== undefined && { place }) }
  }

  return {
    apply,
    get aloneSinceMs() {
      const times = [...alone].map((call) => call.aloneSinceMs ?? Number.POSITIVE_INFINITY)
      return times.length === 0 ? null : Math.min(...times)
    },
    takeOrderDoubt() {
      const { isOrderInDoubt } = state
      state.isOrderInDoubt = false
      return isOrderInDoubt
    },
    state,
    calls: () => [...state.calls.values()].map((call) => toPbxCall(state, call)),
    extensions: () => readExtensions(state, plan),
    members: (queue) => membersIn(state, plan, queue),
    hiddenHolds: () =>
      [...state.channels.values()]
        .filter(({ isHolding, isHoldHidden }) => isHolding && isHoldHidden)
        .map(({ block }) => block),
    recorders: () =>
      [...state.channels.values()].flatMap(({ block, recorders, isRecordingMuted: isMuted }): Fact[] => {
        if (recorders === 0) return []
        const call = state.calls.get(state.anchors.get(block.id) ?? '')
        const atMs = call?.recordingSinceMs ?? 0
        return [{ kind: 'recorderKnown', atMs, channel: block, recorders, isMuted }]
      }),
    memories: () =>
      [...state.calls.values()].flatMap((call) => {
        const anchor = state.channels.get(call.anchorId)
        return anchor === undefined ? [] : [{ channel: anchor.block, memory: call.memory }]
      }),
  }
}

/** A consultation that ends is told before the call it was for goes on, so that nobody is ever in two calls. */
function inOrder(state: SwitchState, concerned: ReadonlySet<TrackedCall>): TrackedCall[] {
  const rank = (call: TrackedCall) => {
    if (call.whoEnded !== 'transfer') return 2
    if ((state.channels.get(call.anchorId)?.leaving ?? null) !== null) return 0
    return call.memory.dialler === null ? 2 : 1
  }
  return [...concerned].sort((one, other) => rank(one) - rank(other))
}

function toEntered({ memory }: TrackedCall, atMs: number): PbxEvent {
  const { callId, direction, caller, dialledNumber, dialler } = memory
  return { kind: 'callEntered', atMs, callId, direction, caller, dialledNumber, extension: dialler }
}

/** A call the gateway made for an agent dials only when the agent's own phone has been answered. */
function tellDialled(
  call: TrackedCall,
  exten: string | null,
  atMs: number,
  emit: (event: PbxEvent) => void,
): void {
  if (call.memory.dialledNumber !== null || exten === null) return
  call.memory = { ...call.memory, dialledNumber: exten }
  emit(toEntered(call, atMs))
}

/** The dialplan may learn the caller's name or number only after the call has come in. */
function tellCaller(
  call: TrackedCall,
  { block }: Channel,
  atMs: number,
  emit: (event: PbxEvent) => void,
): void {
  if (call.memory.dialler !== null) {
    tellDialled(call, block.exten, atMs, emit)
    return
  }
  const { callerNumber: number, callerName: name } = block
  const { caller, answeredAtMs } = call.memory
  if (answeredAtMs !== null || (caller.number === number && caller.name === name)) return
  call.memory = { ...call.memory, caller: { number, name } }
  emit(toEntered(call, atMs))
}
