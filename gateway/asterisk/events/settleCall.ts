/** Tells how a call has changed since it was last told of, as events of the contract. */
import type { CallEnd } from '#contract/call'
import { QueueId } from '#contract/ids'
import type { PbxEvent } from '#contract/pbx'
import { dialledFor, readView } from '#gateway/asterisk/events/callView'
import { isSameConference } from '#gateway/asterisk/events/conferenceView'
import {
  type Channel,
  extensionOf,
  type SwitchState,
  type TrackedCall,
  type View,
} from '#gateway/asterisk/events/switchState'
import { tellJoin } from '#gateway/asterisk/events/toldLine'

/** How long a caller whose agent is gone may stand alone before it is told that the call goes on elsewhere. */
export const aloneForMs = 1000

export interface Settling {
  readonly state: SwitchState
  readonly call: TrackedCall
  readonly atMs: number
  readonly emit: (event: PbxEvent) => void
  /** The longest wait of a queue; null for none. */
  maxWaitMsOf(queue: string): number | null
}

/** True while the call is still one of the centre's. */
export function settleCall(settling: Settling): boolean {
  const { state, call, atMs } = settling
  const anchor = state.channels.get(call.anchorId)
  if (anchor === undefined) return endCall(settling, toEnd(call, null))
  const next = readView(state, call, anchor)
  const before = call.view
  if (isAloneUnresolved(call, before, next, anchor, atMs)) return true
  call.aloneSinceMs = null
  call.view = next
  tellHandover(settling)
  tellQueue(settling, before, next, anchor)
  const told = tellParties(settling, before, next, anchor)
  tellOffers(settling, before, next)
  tellHolds(settling, before, next)
  tellRecording(settling, before, next)
  tellConference(settling, before, next)
  if (told && next.isWithOutsider && next.parties.size === 0 && extensionOf(state, anchor) === null) {
    return endCall(settling, 'transferred')
  }
  return true
}

/**
 * The agent's leg has ended and the caller's has not yet: mostly it ends within milliseconds, and the call with it.
 * Only when the caller goes on to something else is it a call that went elsewhere.
 */
function isAloneUnresolved(
  call: TrackedCall,
  before: View,
  next: View,
  anchor: Channel,
  atMs: number,
): boolean {
  const isLeft = before.parties.size > 0 && next.parties.size === 0
  if (!isLeft || next.queue !== null || next.ringing.size > 0 || next.isWithOutsider) return false
  if (call.whoEnded === 'transfer') return false
  if (anchor.isHangingUp) return true
  call.aloneSinceMs ??= atMs
  return atMs - call.aloneSinceMs < aloneForMs
}

function tellQueue(
  { call, atMs, emit, state, maxWaitMsOf }: Settling,
  before: View,
  next: View,
  anchor: Channel,
): void {
  const { callId } = call.memory
  if (before.queue === next.queue) return
  if (next.queue === null) {
    if (before.queue === null || next.parties.size > 0) return
    const waitedMs = atMs - (call.memory.queuedAtMs ?? atMs)
    const limitMs = maxWaitMsOf(before.queue)
    const isEarly = limitMs !== null && waitedMs < limitMs - 2000
    const why = anchor.queueExit === 'timed-out' && !isEarly ? 'timed-out' : 'withdrawn'
    call.memory = { ...call.memory, queueId: null, queuedAtMs: null }
    emit({ kind: 'callUnqueued', atMs, callId, why })
    return
  }
  leaveParties({ call, atMs, emit }, before, next.queue)
  const queueId = QueueId.parse(next.queue)
  const position = tellJoin(state, call, next.queue)
  call.memory = { ...call.memory, queueId, homeId: queueId, queuedAtMs: atMs, answeredAtMs: null }
  call.whoEnded = null
  emit({ kind: 'callQueued', atMs, callId, queueId, position, priority: call.memory.priority })
}

/** Whoever was in the call when it went back to a queue is out of it. */
function leaveParties(
  { call, atMs, emit }: Pick<Settling, 'call' | 'atMs' | 'emit'>,
  before: View,
  target: string,
): void {
  for (const extension of before.parties.keys()) {
    emit({ kind: 'callTransferred', atMs, callId: call.memory.callId, extension, how: 'blind', target })
  }
  call.view = { ...call.view, parties: new Map() }
}

/** Whether anyone's part in the call has been told of, ever. */
function tellParties(
  { call, atMs, emit, state }: Settling,
  before: View,
  next: View,
  anchor: Channel,
): boolean {
  const { callId } = call.memory
  const wasTold = call.memory.answeredAtMs !== null
  const hasRequeued = next.queue !== null && before.queue !== next.queue
  for (const [extension, id] of hasRequeued ? [] : before.parties) {
    // Who was handed the call by the colleague who had dialled is still in it, on that colleague's side.
    if (next.parties.has(extension) || extension === call.memory.dialler) continue
    const leaving = state.channels.get(id)?.leaving ?? call.leavingOf.get(extension) ?? null
    const others = [...next.parties.keys()]
    // Someone took the place in the conversation itself: an attended transfer is told only after it is done.
    const how = leaving?.how ?? (others.length > 0 ? 'attended' : 'blind')
    const target = leaving?.target ?? others[0] ?? anchor.block.exten ?? ''
    emit({ kind: 'callTransferred', atMs, callId, extension, how, target })
    call.leavingOf.delete(extension)
  }
  for (const extension of next.parties.keys()) {
    if (before.parties.has(extension)) continue
    call.memory = { ...call.memory, answeredAtMs: call.memory.answeredAtMs ?? atMs }
    if (call.joins && [...before.parties.keys()].some((each) => next.parties.has(each))) {
      emit({ kind: 'partyJoined', atMs, callId, extension })
      continue
    }
    call.sinceMs = atMs
    call.whoEnded = null
    emit({ kind: 'callConnected', atMs, callId, extension })
  }
  const { dialler, queueId } = call.memory
  // A colleague who waited in the queue as a caller.
  if (dialler !== null && queueId !== null && before.parties.size === 0 && next.parties.size > 0)
    emit({ kind: 'partyJoined', atMs, callId, extension: dialler })
  // Given away to somebody who has not answered: it is in no queue any more.
  if (before.parties.size > 0 && next.parties.size === 0 && next.queue === null)
    call.memory = { ...call.memory, queueId: null, queuedAtMs: null }
  if (next.parties.size > 0) settleOffered(state, anchor, next)
  return wasTold || call.memory.answeredAtMs !== null || next.isWithOutsider
}

function tellHandover({ call, atMs, emit }: Settling): void {
  if (call.handedOver === null) return
  emit({ kind: 'callTransferred', atMs, callId: call.memory.callId, ...call.handedOver })
  call.handedOver = null
}

function settleOffered(state: SwitchState, anchor: Channel, next: View): void {
  for (const leg of dialledFor(state, anchor)) {
    const extension = extensionOf(state, leg)
    if (extension !== null && next.parties.has(extension)) leg.isOffered = false
  }
  if (anchor.queue !== null && anchor.hasLeftLine) anchor.queue = null
}

function tellOffers({ call, atMs, emit }: Settling, before: View, next: View): void {
  const { callId } = call.memory
  for (const extension of next.ringing) {
    if (before.ringing.has(extension)) continue
    call.outcomes.delete(extension)
    emit({ kind: 'callOffered', atMs, callId, extension })
  }
  for (const extension of before.ringing) {
    if (next.ringing.has(extension) || next.parties.has(extension)) continue
    const outcome = call.outcomes.get(extension) ?? 'cancelled'
    call.outcomes.delete(extension)
    emit({ kind: 'offerEnded', atMs, callId, extension, outcome })
  }
}

function tellHolds({ call, atMs, emit }: Settling, before: View, next: View): void {
  const { callId } = call.memory
  for (const extension of next.holding) {
    if (before.holding.has(extension) || next.parties.size === 0) continue
    call.sinceMs = atMs
    emit({ kind: 'callHeld', atMs, callId, extension })
  }
  for (const extension of before.holding) {
    if (next.holding.has(extension) || !next.parties.has(extension)) continue
    call.sinceMs = atMs
    emit({ kind: 'callResumed', atMs, callId, extension })
  }
}

function tellRecording({ call, atMs, emit }: Settling, before: View, { recording: state }: View): void {
  if (before.recording === state) return
  call.recordingSinceMs = atMs
  emit({ kind: 'recordingChanged', atMs, callId: call.memory.callId, state })
}

function tellConference({ call, atMs, emit }: Settling, before: View, { conference: members }: View): void {
  if (isSameConference(before.conference, members)) return
  emit({ kind: 'conferenceChanged', atMs, callId: call.memory.callId, members })
}

/** Takes the call out of the model; always false. */
export function endCall({ state, call, atMs, emit }: Settling, end: CallEnd): boolean {
  const { callId } = call.memory
  for (const extension of call.view.ringing) {
    const outcome = call.outcomes.get(extension) ?? 'cancelled'
    emit({ kind: 'offerEnded', atMs, callId, extension, outcome })
  }
  emit({ kind: 'callEnded', atMs, callId, end })
  state.calls.delete(callId)
  if (state.anchors.get(call.anchorId) === callId) state.anchors.delete(call.anchorId)
  return false
}

/** Who hung up, as far as the channel and the queue have told; `gone` is the channel the call hung on. */
export function toEnd(call: TrackedCall, gone: Channel | null): CallEnd {
  const { memory, view } = call
  const isDiallersOwn = memory.dialler !== null && gone !== null && call.anchorId === gone.block.id
  if (view.queue !== null) return gone?.isHangingUp === true || gone === null ? 'abandoned' : 'switch'
  if (call.whoEnded === 'transfer' && view.parties.size === 0) return 'transferred'
  if (gone?.queueExit === 'timed-out' && view.parties.size === 0) return 'timed-out'
  if (gone?.isHangingUp === true) {
    if (!isDiallersOwn) return 'caller-hung-up'
    return memory.direction === 'internal' && memory.answeredAtMs !== null
      ? 'caller-hung-up'
      : 'agent-hung-up'
  }
  if (isDiallersOwn && call.whoEnded === 'caller') return 'caller-hung-up'
  if (call.whoEnded === 'agent') return 'agent-hung-up'
  return call.whoEnded === 'caller' ? 'caller-hung-up' : 'switch'
}
