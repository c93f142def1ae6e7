/** When a mute report is a wish, when an echo, and when a boom arm insists. An echo never opens the microphone. */
import { ask, since, type Turn } from '#native/callControl/controlState'
import { isInCall } from '#native/callControl/lights'

/** A button that knows no state was pressed. */
export function takeMutePress(turn: Turn): void {
  const { state, nowMs, device } = turn
  if (state.foreignUse !== null) return
  const isDuplicate = since(turn, state.pressedAtMs.mute) < device.profile.pressDuplicateMs
  state.pressedAtMs.mute = nowMs
  if (isDuplicate) return
  if (!isInCall(state.model.kind)) {
    // An answer on its way must not be undone by a report that says "on hook" beside the mute light.
    if (!state.hook.requested) turn.rewrites.add('mute')
  } else if (isGuarded(turn)) takeGuardedPress(turn)
  else ask(turn, { kind: 'toggleMute' })
}

function isGuarded(turn: Turn): boolean {
  return since(turn, turn.state.mute.writtenAtMs) < turn.device.profile.muteGuardMs
}

/**
 * A press so soon after our light may be its echo, so it may close the microphone but never open it. The light is told
 * again, because the device may have changed it; a device that contradicts even that is told once more when it is quiet.
 */
function takeGuardedPress(turn: Turn): void {
  const { state } = turn
  const insists = countRefusal(turn)
  const isOpen = !state.model.muted
  if (isOpen && (insists || state.mute.byDevice)) ask(turn, { kind: 'setMute', muted: true })
  else if (insists) disputeMute(turn)
  else tellMuteAgain(turn)
}

/** Remembers one contradiction; true when there were enough of them to stop fighting. */
function countRefusal(turn: Turn): boolean {
  const { mute } = turn.state
  const { refusals, refusalWindowMs } = turn.device.profile
  const recent = mute.refusedAtMs.filter((atMs) => since(turn, atMs) < refusalWindowMs)
  mute.refusedAtMs = [...recent, turn.nowMs]
  if (mute.refusedAtMs.length >= refusals) mute.followsDevice = true
  return mute.followsDevice
}

/** A switch that knows its state tells it. */
export function takeMuteLevel(turn: Turn, on: boolean): void {
  const { state } = turn
  if (state.foreignUse !== null || !isInCall(state.model.kind)) return
  if (on === state.model.muted) state.mute.disputeDueMs = null
  else if (isGuarded(turn)) disputeMute(turn)
  else ask(turn, { kind: 'setMute', muted: on })
}

function disputeMute(turn: Turn): void {
  const { state, nowMs, device } = turn
  state.mute.disputeDueMs = (state.mute.writtenAtMs ?? nowMs) + device.profile.muteGuardMs
}

/** Quiet again. A switch that says "muted" is believed; for the rest the light is told once more. */
export function settleMuteDispute(turn: Turn, isLevel: boolean): void {
  const { state } = turn
  state.mute.disputeDueMs = null
  if (!isInCall(state.model.kind)) return
  const isOn = state.values.mute === 1
  if (!isLevel) tellMuteAgain(turn)
  else if (isOn && !state.model.muted) ask(turn, { kind: 'setMute', muted: true })
  else if (isOn !== state.model.muted) tellMuteAgain(turn)
}

/** The desk did not act on an ask: the device is told how things stand. */
export function endMuteWait(turn: Turn): void {
  turn.state.mute.awaitingUntilMs = null
  if (turn.state.foreignUse === null) tellMuteAgain(turn)
}

/** Writes the light once more, and guards against its echo; a few times only, for a boom arm may contradict for ever. */
function tellMuteAgain(turn: Turn): void {
  const { mute } = turn.state
  if (mute.rewritesLeft <= 0) return
  mute.rewritesLeft -= 1
  mute.writtenAtMs = turn.nowMs
  turn.rewrites.add('mute')
}
