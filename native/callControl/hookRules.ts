/** When a hook or line-busy report is a wish, when an echo, and when the sign of another program. */
import { askOffHook, askOnHook, holdAndAnswer } from '#native/callControl/asks'
import { ask, dispute, type HookLevel, since, type Turn, times } from '#native/callControl/controlState'
import { isInCall, toLights } from '#native/callControl/lights'

/** `unchanged`: the whole report says what the last one said. */
export function takeHook(turn: Turn, level: HookLevel, unchanged: boolean): void {
  const { state } = turn
  const { hook } = state
  const wasEdge = (hook.heard ?? 0) !== level
  const lastHeardAtMs = hook.heardAtMs
  hook.heard = level
  hook.heardAtMs = turn.nowMs
  if (level === 0) state.suspectedAtMs = null
  if (state.foreignUse !== null) releaseIfFree(turn)
  else if (level === hook.written) takeAgreeing(turn, level, wasEdge, unchanged, lastHeardAtMs)
  else if (wasEdge || !isDuplicate(turn, lastHeardAtMs)) takeContradicting(turn, level)
}

function isDuplicate(turn: Turn, lastHeardAtMs: number | null): boolean {
  return turn.state.hook.requested || since(turn, lastHeardAtMs) < turn.device.profile.hookDuplicateMs
}

function takeContradicting(turn: Turn, level: HookLevel): void {
  if (isLateEcho(turn, level) || (level === 0 && isInvoluntary(turn))) dispute(turn)
  else takeWish(turn, level)
}

/** The level is the one we wrote: an echo, save for the two cases in which saying so again means something. */
function takeAgreeing(
  turn: Turn,
  level: HookLevel,
  wasEdge: boolean,
  unchanged: boolean,
  lastHeardAtMs: number | null,
): void {
  const { state, device } = turn
  const { hook } = state
  hook.settled = true
  if (wasEdge) hook.requested = false
  if (level === 1) {
    const isAnswer = wasEdge && state.model.kind === 'activeAndIncoming'
    if (isAnswer && since(turn, hook.offWrittenAtMs) >= device.profile.hookEchoMs) ask(turn, holdAndAnswer)
    return
  }
  const isReject =
    device.profile.rejectsByRepeatedOnHook &&
    state.model.kind === 'incoming' &&
    unchanged &&
    since(turn, lastHeardAtMs) > device.profile.hookDuplicateMs &&
    since(turn, state.kindSinceMs) >= device.profile.involuntaryOnHookMs &&
    since(turn, hook.onWrittenAtMs) >= device.profile.hookEchoMs
  if (isReject) ask(turn, { kind: 'reject' })
}

/** We wrote this level a moment ago and have written the other since; the device has not caught up. */
function isLateEcho(turn: Turn, level: HookLevel): boolean {
  const { hook } = turn.state
  const writtenAtMs = level === 1 ? hook.offWrittenAtMs : hook.onWrittenAtMs
  return !hook.settled && since(turn, writtenAtMs) < turn.device.profile.hookEchoMs
}

/** On hook right after off-hook, hold or flash: the device stumbled, or it follows its own flash. */
function isInvoluntary(turn: Turn): boolean {
  const { involuntaryOnHookMs } = turn.device.profile
  const { state } = turn
  return (
    since(turn, state.hook.guardFromMs) < involuntaryOnHookMs ||
    since(turn, state.pressedAtMs.flash) < involuntaryOnHookMs
  )
}

function takeWish(turn: Turn, level: HookLevel): void {
  const { state, device, nowMs } = turn
  const { kind } = state.model
  if (level === 1 && kind === 'idle') {
    state.suspectedAtMs ??= nowMs
    return
  }
  const intent = level === 1 ? askOffHook(kind) : askOnHook(kind, device.profile)
  if (intent === null) dispute(turn)
  else {
    state.hook.requested = true
    ask(turn, intent)
  }
}

/** The first word of a device just opened is its state, not a wish. */
export function takeHookBaseline(turn: Turn, level: HookLevel): void {
  const { state, nowMs } = turn
  state.hook.heard = level
  state.hook.heardAtMs = nowMs
  if (level === state.hook.written) state.hook.settled = true
  else if (level === 0) dispute(turn)
  else state.suspectedAtMs ??= nowMs
}

export function takeLineBusy(turn: Turn, busy: boolean): void {
  const { state } = turn
  if (state.foreignUse !== null) releaseIfFree(turn)
  else if (!busy) state.busyCheckAtMs = null
  else if (state.hook.written === 0) judgeBusyLine(turn)
}

/** Our own call may be about to begin, or just over: then the line is given time. */
function judgeBusyLine(turn: Turn): void {
  const { state } = turn
  const sinceOurCall = since(turn, state.hook.onWrittenAtMs)
  const echoMs = turn.device.profile.hookEchoMs
  if (state.hook.requested) state.busyCheckAtMs = turn.nowMs + echoMs
  else if (sinceOurCall < echoMs) state.busyCheckAtMs = turn.nowMs - sinceOurCall + echoMs
  else noticeForeignUse(turn)
}

/** Runs when the time for our own call to leave the line is over. */
export function checkBusyLine(turn: Turn): void {
  const { state } = turn
  state.busyCheckAtMs = null
  if (state.values.lineBusy === 1 && state.hook.written === 0) noticeForeignUse(turn)
}

function noticeForeignUse(turn: Turn): void {
  turn.state.foreignUse = 'lineBusy'
  turn.state.suspectedAtMs = null
  turn.state.rewriteDueMs = null
}

/** Off hook for long without our doing: a press nobody answered, or another program's call. */
export function judgeSuspicion(turn: Turn): void {
  const { state, device } = turn
  state.suspectedAtMs = null
  if (state.hook.heard !== 1 || isInCall(state.model.kind)) return
  // A device with a busy line would say so if somebody had a call on it; then it was only a press.
  if (device.behaviours.lineBusy !== undefined) turn.rewrites.add('hook')
  else state.foreignUse = 'offHook'
}

function releaseIfFree(turn: Turn): void {
  const { state } = turn
  const isFree = state.foreignUse === 'lineBusy' ? state.values.lineBusy === 0 : state.hook.heard === 0
  if (isFree) claim(turn)
}

/** Nobody else uses it any more: all lights are told anew. */
export function claim(turn: Turn): void {
  const { state, nowMs, device } = turn
  const lights = toLights(state.model, device.profile)
  state.foreignUse = null
  state.suspectedAtMs = null
  const written = lights.offHook === true ? 1 : 0
  state.hook.written = written
  if (written === 1) {
    state.hook.offWrittenAtMs = nowMs
    state.hook.guardFromMs = nowMs
  }
  state.hook.settled = (state.hook.heard ?? 0) === written
  state.mute.writtenAtMs = nowMs
  state.mute.byDevice = false
  turn.resync = Object.values(lights).includes(true)
}

/** When the desk's calls change and the device was off hook for no reason, it is put right before it rings. */
export function settleBeforeRing(turn: Turn): void {
  const { state } = turn
  if (state.suspectedAtMs === null) return
  state.suspectedAtMs = null
  turn.rewrites.add('hook')
}

export function isRingFresh(turn: Turn): boolean {
  return since(turn, turn.state.kindSinceMs) < times.reactionMs
}
