/** What is remembered of one headset between its reports, and one turn of thinking about it. */
import type {
  HeadsetCallModel,
  HeadsetControl,
  HeadsetForeignUse,
  HeadsetIntent,
  HeadsetLight,
} from '#contract/headset'
import { isInCall, toLights } from '#native/callControl/lights'
import type { Behaviour } from '#native/descriptor/telephony'
import type { HeadsetProfile } from '#native/profiles/headsetProfile'

/** What does not change while the device is open. */
export interface ControlledDevice {
  readonly profile: HeadsetProfile
  /** The buttons to be heeded, with how their flags say they behave. */
  readonly behaviours: Readonly<Partial<Record<HeadsetControl, Behaviour>>>
  /** The lights that share a report with off-hook, itself among them: to write one is to write them all. */
  readonly withHook: readonly HeadsetLight[]
}

export type HookLevel = 0 | 1

export interface HookState {
  /** Last told by the device; null before it told anything. */
  heard: HookLevel | null
  heardAtMs: number | null
  /** Last written by us. */
  written: HookLevel
  /** When each level was last written. */
  toldAtMs: Readonly<Record<HookLevel, number | null>>
  /** Writes that the device may still echo, oldest first. */
  echoes: readonly { readonly level: HookLevel; readonly atMs: number }[]
  /** An ask has been made for the level heard, and the desk has not moved yet. */
  requested: boolean
  /** Off-hook or hold written last: on-hook soon after is involuntary. */
  guardFromMs: number | null
}

export interface MuteState {
  writtenAtMs: number | null
  /** The light was last written because the device's own button had asked for it. */
  byDevice: boolean
  /** When the device contradicted our light. */
  refusedAtMs: readonly number[]
  /** A boom arm with a will of its own: its light is not fought over for the rest of the call. */
  followsDevice: boolean
  /** When to compare with the desk again and, if need be, tell the light again; null when they agree. */
  disputeDueMs: number | null
  rewritesLeft: number
  /** Until when the desk is given time to act on an ask. */
  awaitingUntilMs: number | null
}

export interface ControlState {
  model: HeadsetCallModel
  /** When `model.kind` last changed. */
  kindSinceMs: number
  /** Counts changes of the model. */
  modelSerial: number
  openedAtMs: number
  openedInCall: boolean
  values: Partial<Record<HeadsetControl, number>>
  risenAtMs: Partial<Record<HeadsetControl, number>>
  pressedAtMs: Partial<Record<HeadsetControl, number>>
  /** Mute is declared a press and behaves as a state. */
  muteIsState: boolean
  hook: HookState
  mute: MuteState
  holdWrittenAtMs: number | null
  holdByDevice: boolean
  foreignUse: HeadsetForeignUse | null
  /** Since when the device is off hook without our doing; null when it is not. */
  suspectedAtMs: number | null
  busyCheckAtMs: number | null
  asked: { readonly kind: HeadsetIntent['kind']; readonly atMs: number; readonly modelSerial: number } | null
  /** Until when the desk is given time to act on an ask. */
  awaitingUntilMs: number | null
  rewriteDueMs: number | null
  rewritesLeft: number
}

/** Times that do not depend on the device. */
export const times = {
  /** A device just plugged in tells its state first; that is no press. */
  baselineMs: 2000,
  /** How long the desk may take to act before the device is told the old state again. */
  awaitMs: 2000,
  /** Off-hook for so long without our doing is more than a press nobody wanted. */
  suspectMs: 1500,
  /** Nobody reacts faster than this to a ring: a press so soon was meant for what was before. */
  reactionMs: 250,
  /** The same ask again within this time, with nothing changed, is the same wish. */
  repeatMs: 200,
} as const

export const maxRewrites = 3

export interface Turn {
  readonly device: ControlledDevice
  readonly nowMs: number
  readonly state: ControlState
  readonly intents: HeadsetIntent[]
  readonly rewrites: Set<'hook' | 'mute'>
  resync: boolean
}

export function createControlState(
  device: ControlledDevice,
  model: HeadsetCallModel,
  nowMs: number,
): ControlState {
  const offHook = toLights(model, device.profile).offHook === true
  return {
    model,
    kindSinceMs: nowMs,
    modelSerial: 0,
    openedAtMs: nowMs,
    openedInCall: isInCall(model.kind),
    values: {},
    risenAtMs: {},
    pressedAtMs: {},
    muteIsState: device.profile.muteIsState,
    hook: {
      heard: null,
      heardAtMs: null,
      written: offHook ? 1 : 0,
      toldAtMs: { 0: null, 1: offHook ? nowMs : null },
      echoes: offHook ? [{ level: 1, atMs: nowMs }] : [],
      requested: false,
      guardFromMs: offHook ? nowMs : null,
    },
    mute: {
      writtenAtMs: null,
      byDevice: false,
      refusedAtMs: [],
      followsDevice: false,
      disputeDueMs: null,
      rewritesLeft: maxRewrites,
      awaitingUntilMs: null,
    },
    holdWrittenAtMs: null,
    holdByDevice: false,
    foreignUse: null,
    suspectedAtMs: null,
    busyCheckAtMs: null,
    asked: null,
    awaitingUntilMs: null,
    rewriteDueMs: null,
    rewritesLeft: maxRewrites,
  }
}

/** Takes what was last seen of the buttons for the device's state, so that the next report is measured against it. */
export function recallValues(fresh: ControlState, values: ReadonlyMap<HeadsetControl, number>): ControlState {
  const hook = values.get('hook')
  const heard = hook === undefined ? null : hook === 0 ? 0 : 1
  return {
    ...fresh,
    openedAtMs: Number.NEGATIVE_INFINITY,
    values: Object.fromEntries(values),
    hook: { ...fresh.hook, heard },
    suspectedAtMs: heard === 1 && fresh.hook.written === 0 ? fresh.kindSinceMs : null,
  }
}

/** A turn works on its own copy, so that a step stays a pure function. */
export function beginTurn(device: ControlledDevice, before: ControlState, nowMs: number): Turn {
  const state: ControlState = {
    ...before,
    values: { ...before.values },
    risenAtMs: { ...before.risenAtMs },
    pressedAtMs: { ...before.pressedAtMs },
    hook: { ...before.hook },
    mute: { ...before.mute },
  }
  return { device, nowMs, state, intents: [], rewrites: new Set(), resync: false }
}

/** Milliseconds since `atMs`; endless when it never happened. */
export function since(turn: Turn, atMs: number | null | undefined): number {
  return atMs === null || atMs === undefined ? Number.POSITIVE_INFINITY : turn.nowMs - atMs
}

/** Asks the desk, unless the same was just asked and nothing has changed since. */
export function ask(turn: Turn, intent: HeadsetIntent): void {
  const { state, nowMs } = turn
  const { asked, modelSerial } = state
  const isRepeat =
    asked !== null &&
    asked.kind === intent.kind &&
    asked.modelSerial === modelSerial &&
    since(turn, asked.atMs) < times.repeatMs
  if (isRepeat) return
  turn.intents.push(intent)
  state.asked = { kind: intent.kind, atMs: nowMs, modelSerial }
  const isMute = intent.kind === 'toggleMute' || intent.kind === 'setMute'
  if (isMute) state.mute.awaitingUntilMs = nowMs + times.awaitMs
  else state.awaitingUntilMs = nowMs + times.awaitMs
}

/** Whether the change now written was asked for by this device's own button. */
export function wasAsked(turn: Turn, kinds: readonly HeadsetIntent['kind'][]): boolean {
  const { asked } = turn.state
  return asked !== null && kinds.includes(asked.kind) && since(turn, asked.atMs) < times.awaitMs
}

/** The device says something we do not follow: tell it our state again once the excitement is over. */
export function dispute(turn: Turn): void {
  const { state, nowMs, device } = turn
  if (state.rewritesLeft > 0) state.rewriteDueMs ??= nowMs + device.profile.involuntaryOnHookMs
}
