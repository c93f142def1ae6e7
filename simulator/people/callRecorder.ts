/** Writes what is said in one call into a WAV file, both sides mixed, and silence for as long as it is paused. */
import { createEarRecorder, type EarRecorder } from '#simulator/people/earRecorder'
import type { PracticeLog } from '#simulator/practiceLog'
import { frameSamples } from '#simulator/telephony'

export interface CallRecorder extends EarRecorder {
  setPaused(isPaused: boolean): void
}

const silence = new Int16Array(frameSamples)

/** The file keeps the length of the talk, so that its times are those of the call. */
export function createCallRecorder(path: string, log: PracticeLog): CallRecorder {
  const file = createEarRecorder(path, log)
  let isPaused = false
  return {
    hear: (frame) => file.hear(isPaused ? silence : frame),
    setPaused(paused) {
      isPaused = paused
    },
    close: () => file.close(),
  }
}
