/** Opens the preferred microphone for a call; whoever opens it closes it. */
import { type Answer, done, type Failure, failed, toFailure } from '#contract/failure'
import type { Settings } from '#contract/settings'
import type { DevicePreference } from '#contract/soundSettings'
import { pickDevice } from '#renderer/phone/devices/chosenDevice'
import { listDevices } from '#renderer/phone/devices/deviceList'
import { toMicrophoneFailure } from '#renderer/phone/devices/microphoneFailure'

/** Which microphone, and what is done to its sound before it is sent. */
export type MicrophoneWish = Pick<Settings, 'microphone' | 'echoCancelling' | 'noiseSuppression' | 'autoGain'>

export interface Microphone {
  readonly track: MediaStreamTrack
  /** The device's id; null for the system's default. */
  readonly device: string | null
  /** Tells whether it is still the one wished for, see `toMicrophoneKey`. */
  readonly key: string
  close(): void
}

/** The first of the preference that opens; the system's default where none does. Fails with `microphone-…` only. */
export async function openMicrophone(wish: MicrophoneWish): Promise<Answer<Microphone>> {
  if (navigator.mediaDevices === undefined) return failed('microphone-refused')
  let preference: DevicePreference = wish.microphone
  for (;;) {
    const { id, place } = pickDevice(
      preference.length === 0 ? [] : (await listDevices()).microphones,
      preference,
    )
    try {
      return await openById(id, wish)
    } catch (error) {
      const failure = toMicrophoneFailure(error) ?? toFailure('microphone-busy')
      // One that another program holds, or that went in this moment, leaves the place to the next.
      if (place === null || failure.code === 'microphone-refused')
        return { ok: false, failure } satisfies { ok: false; failure: Failure }
      preference = preference.slice(place + 1)
    }
  }
}

/** Equal for wishes that open the same microphone in the same way among these devices. */
export function toMicrophoneKey(id: string | null, wish: Omit<MicrophoneWish, 'microphone'>): string {
  return [id ?? '', wish.echoCancelling, wish.noiseSuppression, wish.autoGain].join('|')
}

async function openById(id: string | null, wish: MicrophoneWish): Promise<Answer<Microphone>> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: false,
    audio: {
      echoCancellation: wish.echoCancelling,
      noiseSuppression: wish.noiseSuppression,
      autoGainControl: wish.autoGain,
      ...(id === null ? {} : { deviceId: { exact: id } }),
    },
  })
  const [track] = stream.getAudioTracks()
  if (track === undefined) return failed('microphone-absent')
  return done({ track, device: id, key: toMicrophoneKey(id, wish), close: () => track.stop() })
}
