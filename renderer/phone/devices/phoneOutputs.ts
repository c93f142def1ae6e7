/** What the phone sounds on: the loudspeaker of calls, the tones in the ear and the ringers, each on its preferred device. */
import { toBellPlaces } from '#renderer/phone/devices/bellPlaces'
import { toDeviceId } from '#renderer/phone/devices/chosenDevice'
import { createLineTones, type LineTones } from '#renderer/phone/devices/lineTones'
import { createLoudspeaker, type Loudspeaker } from '#renderer/phone/devices/loudspeaker'
import { createRinger, type Ringer } from '#renderer/phone/devices/ringer'
import type { AudioSettings } from '#renderer/phone/phone'
import type { MediaDevices } from '#renderer/state/deskModel'

export interface PhoneOutputs {
  readonly loudspeaker: Loudspeaker
  readonly tones: LineTones
  readonly ringer: Ringer
  /** The devices or the preferences have changed. */
  route(devices: MediaDevices, audio: AudioSettings): void
  close(): Promise<void>
}

export function createPhoneOutputs(report: (error: unknown) => void): PhoneOutputs {
  const loudspeaker = createLoudspeaker(report)
  const tones = createLineTones(report)
  const ringer = createRinger(report)
  return {
    loudspeaker,
    tones,
    ringer,
    route({ speakers }, audio) {
      const speakerId = toDeviceId(speakers, audio.speaker)
      loudspeaker.setDevice(speakerId)
      loudspeaker.setVolume(audio.callVolume)
      tones.route(speakerId)
      const { first, second } = toBellPlaces(speakers, audio)
      ringer.route(first, second)
    },
    close() {
      loudspeaker.stop()
      tones.close()
      return ringer.close()
    },
  }
}
