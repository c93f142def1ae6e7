/** The call-control state machine of one headset: reports and call models in; asks and writes out. Pure. */
import type { HeadsetCallModel, HeadsetControl, HeadsetIntent } from '#contract/headset'
import { askByButton } from '#native/callControl/asks'
import {
  ask,
  beginTurn,
  type ControlledDevice,
  type ControlState,
  maxRewrites,
  since,
  type Turn,
  times,
  wasAsked,
} from '#native/callControl/controlState'
import {
  checkBusyLine,
  claim,
  isRingFresh,
  judgeSuspicion,
  noteHookTold,
  settleHook,
  takeHook,
  takeHookBaseline,
  takeLineBusy,
  tellHookAgain,
} from '#native/callControl/hookRules'
import { isRinging, toLights } from '#native/callControl/lights'
import { endMuteWait, settleMuteDispute, takeMuteLevel, takeMutePress } from '#native/callControl/muteRules'
import type { ControlValue } from '#native/report/decodeReport'

export type ControlInput =
  /** One report of the device, decoded. It never changes our own state; it asks. */
  | { readonly kind: 'report'; readonly values: readonly ControlValue[] }
  /** The desk's calls as they now are. */
  | { readonly kind: 'model'; readonly model: HeadsetCallModel }
  /** Time has passed; due at `wakeAtMs`. */
  | { readonly kind: 'tick' }

export interface ControlStep {
  readonly state: ControlState
  readonly intents: readonly HeadsetIntent[]
  /** Reports to write again although nothing changed: the device may believe something else. */
  readonly rewrites: ReadonlySet<'hook' | 'mute'>
  /** Everything is to be written anew. */
  readonly resync: boolean
}

/** Flash comes before the hook, because some devices go on hook by themselves after it. */
const order: readonly HeadsetControl[] = ['flash', 'hook', 'lineBusy', 'mute', 'drop', 'reject']

/** `nowMs` never goes back from one step to the next. */
export function stepCallControl(
  device: ControlledDevice,
  before: ControlState,
  input: ControlInput,
  nowMs: number,
): ControlStep {
  const turn = beginTurn(device, before, nowMs)
  takeDue(turn)
  if (input.kind === 'report') takeReport(turn, input.values)
  else if (input.kind === 'model') takeModel(turn, input.model)
  if (turn.rewrites.has('mute') && device.withHook.includes('mute')) noteHookTold(turn)
  const { state, intents, rewrites, resync } = turn
  return { state, intents, rewrites, resync }
}

/** When the next tick is due; null when nothing waits. */
export function wakeAtMs(state: ControlState): number | null {
  const due = [
    state.rewriteDueMs,
    state.awaitingUntilMs,
    state.mute.awaitingUntilMs,
    state.busyCheckAtMs,
    state.mute.disputeDueMs,
    state.suspectedAtMs === null ? null : state.suspectedAtMs + times.suspectMs,
  ].filter((atMs) => atMs !== null)
  return due.length === 0 ? null : Math.min(...due)
}

function takeDue(turn: Turn): void {
  const { state, nowMs } = turn
  const isDue = (atMs: number | null) => atMs !== null && nowMs >= atMs
  if (isDue(state.awaitingUntilMs)) endWait(turn)
  if (isDue(state.mute.awaitingUntilMs)) endMuteWait(turn)
  if (isDue(state.rewriteDueMs)) rewriteHook(turn)
  if (isDue(state.busyCheckAtMs)) checkBusyLine(turn)
  if (isDue(state.mute.disputeDueMs)) settleMuteDispute(turn, isMuteLevel(turn))
  if (since(turn, state.suspectedAtMs) >= times.suspectMs && state.suspectedAtMs !== null)
    judgeSuspicion(turn)
}

/** The desk did not act on an ask: the device is told how things stand. */
function endWait(turn: Turn): void {
  const { state } = turn
  state.awaitingUntilMs = null
  state.hook.requested = false
  if (state.foreignUse !== null) return
  if (state.hook.heard !== null && state.hook.heard !== state.hook.written) tellHookAgain(turn)
}

function rewriteHook(turn: Turn): void {
  const { state } = turn
  state.rewriteDueMs = null
  const { hook } = state
  if (state.foreignUse !== null || hook.heard === null || hook.heard === hook.written) return
  state.rewritesLeft -= 1
  tellHookAgain(turn)
}

function takeReport(turn: Turn, values: readonly ControlValue[]): void {
  const { state, device } = turn
  const unchanged = values.every((each) => (state.values[each.control] ?? 0) === each.value)
  for (const control of order) {
    const told = values.find((each) => each.control === control)
    if (told !== undefined && device.behaviours[control] !== undefined) {
      takeControl(turn, control, told.value, unchanged)
    }
  }
  for (const { control, value } of values) {
    if (!order.includes(control)) state.values[control] = value
  }
}

function takeControl(turn: Turn, control: HeadsetControl, value: number, unchanged: boolean): void {
  const { state, nowMs } = turn
  const before = state.values[control]
  const isBaseline = before === undefined && isBaselineTime(turn, control)
  state.values[control] = value
  if (value === 1 && before !== 1) state.risenAtMs[control] = nowMs
  if (control === 'hook') {
    const level = value === 0 ? 0 : 1
    if (isBaseline) takeHookBaseline(turn, level)
    else takeHook(turn, level, unchanged)
  } else if (control === 'lineBusy') takeLineBusy(turn, value === 1)
  else if (isBaseline) return
  else if (control === 'mute') takeMute(turn, before ?? 0, value)
  else if (control === 'flash' || control === 'drop' || control === 'reject') {
    takeButton(turn, control, before ?? 0, value)
  }
}

/** Just after opening everything is baseline; after opening in a call, the first word of each level is. */
function isBaselineTime(turn: Turn, control: HeadsetControl): boolean {
  const { state } = turn
  if (since(turn, state.openedAtMs) < times.baselineMs) return true
  return state.openedInCall && (control === 'hook' || (control === 'mute' && isMuteLevel(turn)))
}

function isMuteLevel(turn: Turn): boolean {
  return turn.state.muteIsState || turn.device.behaviours.mute === 'level'
}

function takeMute(turn: Turn, before: number, value: number): void {
  const { state, device } = turn
  if (device.behaviours.mute === 'pair') {
    if (value !== 0) takeMuteLevel(turn, value > 0)
    return
  }
  if (isMuteLevel(turn)) {
    if (value !== before) takeMuteLevel(turn, value === 1)
    return
  }
  if (value === 1 && before !== 1) takeMutePress(turn)
  else if (before === 1 && since(turn, state.risenAtMs.mute) >= device.profile.latchMs) {
    // By its flags it is a press, by its behaviour a state.
    state.muteIsState = true
    takeMuteLevel(turn, value === 1)
  }
}

function takeButton(turn: Turn, button: 'flash' | 'drop' | 'reject', before: number, value: number): void {
  const { state, nowMs, device } = turn
  const isRise = value === 1 && before !== 1
  const isLatchedFall =
    value === 0 &&
    before === 1 &&
    device.behaviours[button] === 'level' &&
    since(turn, state.risenAtMs[button]) >= device.profile.latchMs
  if (state.foreignUse !== null || !(isRise || isLatchedFall)) return
  const isDuplicate = since(turn, state.pressedAtMs[button]) < device.profile.pressDuplicateMs
  state.pressedAtMs[button] = nowMs
  const isEcho =
    button === 'flash' &&
    !state.holdByDevice &&
    since(turn, state.holdWrittenAtMs) < device.profile.involuntaryOnHookMs
  if (isDuplicate || isEcho) return
  const intent = askByButton(button, state.model.kind)
  if (intent === null) return
  const concernsRing = intent.kind === 'reject' || intent.kind === 'answer' || intent.kind === 'holdAndAnswer'
  if (concernsRing && isRinging(state.model.kind) && isRingFresh(turn)) return
  ask(turn, intent)
}

function takeModel(turn: Turn, model: HeadsetCallModel): void {
  const { state, device, nowMs } = turn
  if (model.kind === state.model.kind && model.muted === state.model.muted) return
  const before = toLights(state.model, device.profile)
  const after = toLights(model, device.profile)
  const kindChanged = model.kind !== state.model.kind
  if (kindChanged) {
    state.kindSinceMs = nowMs
    state.hook.requested = false
    state.awaitingUntilMs = null
  }
  if (model.muted !== state.model.muted) state.mute.awaitingUntilMs = null
  state.model = model
  state.modelSerial += 1
  state.rewritesLeft = maxRewrites
  state.mute.rewritesLeft = maxRewrites
  if (model.kind === 'idle') {
    state.mute.followsDevice = false
    state.mute.refusedAtMs = []
    state.mute.disputeDueMs = null
  }
  // Off-hook alone is a weak sign; an agent who takes a call here and now knows better.
  if (state.foreignUse === 'offHook' && after.offHook === true) claim(turn)
  else if (state.foreignUse === null) {
    if (kindChanged && before.offHook === after.offHook) settleHook(turn)
    noteWritten(turn, before, after)
  }
}

type Shown = ReturnType<typeof toLights>

/** Remembers what the device is now being told, and when: its echoes are measured against it. */
function noteWritten(turn: Turn, before: Shown, after: Shown): void {
  const { state, device, nowMs } = turn
  const { hook } = state
  const holdChanged = before.hold !== after.hold
  if (before.offHook !== after.offHook) {
    const level = after.offHook === true ? 1 : 0
    hook.written = level
    hook.toldAtMs = { ...hook.toldAtMs, [level]: nowMs }
    state.suspectedAtMs = null
    state.rewriteDueMs = null
  }
  if (device.withHook.some((light) => (before[light] ?? false) !== (after[light] ?? false)))
    noteHookTold(turn)
  if (after.offHook === true && (before.offHook !== after.offHook || holdChanged)) hook.guardFromMs = nowMs
  if (holdChanged) {
    state.holdWrittenAtMs = nowMs
    state.holdByDevice = wasAsked(turn, ['hold', 'resume', 'swap', 'holdAndAnswer'])
  }
  if (before.mute !== after.mute) {
    state.mute.writtenAtMs = nowMs
    state.mute.byDevice = wasAsked(turn, ['toggleMute', 'setMute'])
    state.mute.disputeDueMs = null
  }
}
