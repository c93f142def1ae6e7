/** When a hook or line-busy report is a wish, when an echo, and when the sign of another program. */
import { askOffHook, askOnHook } from '#native/callControl/asks'
import { ask, dispute, type HookLevel, since, type Turn, times } from '#native/callControl/controlState'
import { isInCall, toLights } from '#native/callControl/lights'

/** More writes than this in the time of an echo are a desk gone mad. */
const maxEchoes = 16

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
  else if (wasEdge || !hook.requested) takeContradicting(turn, level, wasEdge, lastHeardAtMs)
}

function takeContradicting(
  turn: Turn,
  level: HookLevel,
  wasEdge: boolean,
  lastHeardAtMs: number | null,
): void {
  const { state, device, nowMs } = turn
  const isDuplicate =
    !wasEdge &&
    (since(turn, lastHeardAtMs) < device.profile.hookDuplicateMs ||
      // It repeats what it said before our write; it has not caught up yet.
      since(turn, state.hook.toldAtMs[state.hook.written]) < device.profile.involuntaryOnHookMs)
  if (isEcho(turn, level)) dispute(turn)
  else if (level === 1 && state.model.kind === 'idle') state.suspectedAtMs ??= nowMs
  else if (isDuplicate || (level === 0 && isInvoluntary(turn))) dispute(turn)
  else takeWish(turn, level)
}

/** The level is the one we wrote: an echo, save where a device says "on hook" once more to turn a call away. */
function takeAgreeing(
  turn: Turn,
  level: HookLevel,
  wasEdge: boolean,
  unchanged: boolean,
  lastHeardAtMs: number | null,
): void {
  const { state, device } = turn
  const { hook } = state
  isEcho(turn, level)
  if (wasEdge) hook.requested = false
  const isReject =
    level === 0 &&
    device.profile.rejectsByRepeatedOnHook &&
    state.model.kind === 'incoming' &&
    unchanged &&
    since(turn, lastHeardAtMs) > device.profile.hookDuplicateMs &&
    since(turn, state.kindSinceMs) >= device.profile.involuntaryOnHookMs &&
    since(turn, hook.toldAtMs[0]) >= device.profile.hookEchoMs
  if (isReject) ask(turn, { kind: 'reject' })
}

/**
 * Whether a write of ours still waits for this echo. Echoes come in the order of the writes, so with it all earlier
 * ones are over, told or not; and none is waited for longer than `hookEchoMs`.
 */
function isEcho(turn: Turn, level: HookLevel): boolean {
  const { hook } = turn.state
  const waiting = hook.echoes.filter((each) => since(turn, each.atMs) < turn.device.profile.hookEchoMs)
  const at = waiting.findIndex((each) => each.level === level)
  hook.echoes = waiting.slice(at + 1)
  return at !== -1
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
  const { state, device } = turn
  const { kind } = state.model
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
  if (level === state.hook.written) isEcho(turn, level)
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
  const sinceOurCall = since(turn, state.hook.toldAtMs[0])
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
  if (device.behaviours.lineBusy !== undefined) tellHookAgain(turn)
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
  if (written === 1) state.hook.guardFromMs = nowMs
  noteHookTold(turn)
  state.mute.writtenAtMs = nowMs
  state.mute.byDevice = false
  turn.resync = Object.values(lights).includes(true)
}

/** The calls change and the device's hook stands otherwise for no reason we know: it is put right beforehand. */
export function settleHook(turn: Turn): void {
  const { hook } = turn.state
  turn.state.suspectedAtMs = null
  // What it said before our last write may be out of date; the echo will tell.
  const saidSince = (hook.echoes.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) <= (hook.heardAtMs ?? turn.nowMs)
  if (hook.heard !== null && hook.heard !== hook.written && saidSince) tellHookAgain(turn)
}

/** Writes our level once more. */
export function tellHookAgain(turn: Turn): void {
  const { hook } = turn.state
  turn.rewrites.add('hook')
  if (hook.written === 1) hook.guardFromMs = turn.nowMs
  noteHookTold(turn)
}

/** The device is told our level, perhaps only because another light shares its report; it may echo, late as ever. */
export function noteHookTold(turn: Turn): void {
  const { hook } = turn.state
  const heard = hook.heard ?? 0
  const believed = hook.echoes.at(-1)?.level ?? heard
  if (believed === hook.written && heard === hook.written) return
  hook.toldAtMs = { ...hook.toldAtMs, [hook.written]: turn.nowMs }
  hook.echoes = [...hook.echoes, { level: hook.written, atMs: turn.nowMs }].slice(-maxEchoes)
}

export function isRingFresh(turn: Turn): boolean {
  return since(turn, turn.state.kindSinceMs) < times.reactionMs
}
