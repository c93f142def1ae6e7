/** Opens the chosen microphone for a call; whoever opens it closes it. */
import { type Answer, done, type Failure, failed, toFailure } from '#contract/failure'
import type { ChosenDevice } from '#contract/settings'
import { toDeviceId } from '#renderer/phone/chosenDevice'
import { listDevices } from '#renderer/phone/deviceList'
import { toMicrophoneFailure } from '#renderer/phone/microphoneFailure'

export interface Microphone {
  readonly track: MediaStreamTrack
  close(): void
}

/** The chosen one, or the system's default where it is not plugged in. Fails with `microphone-…` only. */
export async function openMicrophone(chosen: ChosenDevice): Promise<Answer<Microphone>> {
  if (navigator.mediaDevices === undefined) return failed('microphone-refused')
  try {
    const id = chosen === null ? null : toDeviceId((await listDevices()).microphones, chosen)
    return await openById(id)
  } catch (error) {
    return { ok: false, failure: toFailureOf(error) }
  }
}

async function openById(id: string | null): Promise<Answer<Microphone>> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: false,
    audio: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(id === null ? {} : { deviceId: { exact: id } }),
    },
  })
  const [track] = stream.getAudioTracks()
  if (track === undefined) return failed('microphone-absent')
  return done({ track, close: () => track.stop() })
}

/** An error of no known kind still means that the system did not give the microphone. */
function toFailureOf(error: unknown): Failure {
  return toMicrophoneFailure(error) ?? toFailure('microphone-busy')
}
