/** Whether the telephone system writes a call to a file, and whether it leaves the sound out for now. */
import { z } from 'zod'
import { EpochMs } from '#contract/time'

/** `paused`: the file goes on with silence for both sides, so that card data said now is in no file. */
export const RecordingState = z.enum(['running', 'paused'])
export type RecordingState = z.infer<typeof RecordingState>

/** A call without one is not recorded, as far as the telephone system tells. */
export const CallRecording = z.object({
  state: RecordingState,
  sinceMs: EpochMs,
  /** When the site's rule resumes it; absent while it runs, and where only a person does. */
  resumesAtMs: EpochMs.optional(),
})
export type CallRecording = z.infer<typeof CallRecording>
