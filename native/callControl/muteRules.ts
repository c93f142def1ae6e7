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
    turn.rewrites.add('mute')
    return
  }
  if (since(turn, state.mute.writtenAtMs) >= device.profile.muteGuardMs) ask(turn, { kind: 'toggleMute' })
  else takeGuardedPress(turn)
}

/** A press so soon after our light may be its echo, so it may close the microphone but never open it. */
function takeGuardedPress(turn: Turn): void {
  const { state } = turn
  const insists = countRefusal(turn)
  if (state.model.muted) {
    if (!insists) turn.rewrites.add('mute')
  } else if (insists || state.mute.byDevice) ask(turn, { kind: 'setMute', muted: true })
  else turn.rewrites.add('mute')
}

/** Remembers one contradiction; true when there were enough of them to follow the device. */
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
  const { state, device } = turn
  if (state.foreignUse !== null || !isInCall(state.model.kind)) return
  if (on === state.model.muted) {
    state.mute.disputeDueMs = null
    return
  }
  const { writtenAtMs } = state.mute
  if (writtenAtMs !== null && since(turn, writtenAtMs) < device.profile.muteGuardMs) {
    state.mute.disputeDueMs = writtenAtMs + device.profile.muteGuardMs
  } else ask(turn, { kind: 'setMute', muted: on })
}

/** The device still disagrees after its time to follow: believe it when it is muted, remind it when it is not. */
export function settleMuteDispute(turn: Turn): void {
  const { state } = turn
  state.mute.disputeDueMs = null
  const isOn = state.values.mute === 1
  if (!isInCall(state.model.kind) || isOn === state.model.muted) return
  if (isOn) ask(turn, { kind: 'setMute', muted: true })
  else turn.rewrites.add('mute')
}
