/** How the recording of a call stands on the floor, and when the site's rule resumes a paused one. */
import type { CallId } from '#contract/ids'
import type { CallRecording, RecordingState } from '#contract/recording'
import { type Floor, putCall } from '#gateway/model/floor'

/** `state` null for a call that is not recorded. What is told again keeps the time it began. */
export function putRecording(
  floor: Floor,
  callId: CallId,
  state: RecordingState | null,
  sinceMs: number,
): Floor {
  const call = floor.calls.get(callId)
  if (call === undefined || (call.recording?.state ?? null) === state) return floor
  const { recording: _, ...rest } = call
  return putCall(floor, state === null ? rest : { ...rest, recording: toRecording(floor, state, sinceMs) })
}

function toRecording(
  { resumeRecordingAfterMs: afterMs }: Floor,
  state: RecordingState,
  sinceMs: number,
): CallRecording {
  if (state === 'running' || afterMs === null) return { state, sinceMs }
  return { state, sinceMs, resumesAtMs: sinceMs + afterMs }
}
