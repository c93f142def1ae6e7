/** Records the calls of a centre that records: from the first talk on, paused and resumed at the gateway's command. */
import { type Answer, done, failed } from '#contract/failure'
import { putCall } from '#simulator/queue/callLife'
import { type FloorCall, isJoined } from '#simulator/queue/floorState'
import type { Step } from '#simulator/queue/floorStep'

/** Every call that has come to be talked in since the last step is recorded from now on, wherever it goes. */
export function settleRecordings(step: Step): void {
  if (!step.state.recordsCalls) return
  for (const call of step.state.calls.values())
    if (isJoined(call) && call.recording === undefined) putRecording(step, call, 'running')
}

/** `wrong-state` for a call that is not recorded. What is asked for a second time stays as it is. */
export function setRecordingPaused(step: Step, call: FloorCall, isPaused: boolean): Answer<null> {
  if (call.recording === undefined) return failed('wrong-state', call.id)
  const state = isPaused ? 'paused' : 'running'
  if (call.recording.state !== state) putRecording(step, call, state)
  return done(null)
}

function putRecording(step: Step, call: FloorCall, state: 'running' | 'paused'): void {
  putCall(step, call, { recording: { state, sinceMs: step.atMs } })
  step.act({ kind: 'record', callId: call.id, state })
  step.emit({ kind: 'recordingChanged', callId: call.id, state })
}
