/** Decides where it rings: on the first ringer, and on the second where one is chosen and plugged in. */
import { type Device, pickDevice } from '#renderer/phone/devices/chosenDevice'
import type { BellPlace } from '#renderer/phone/devices/ringer'
import type { AudioSettings } from '#renderer/phone/phone'

type RingSettings = Pick<AudioSettings, 'ringer' | 'secondRinger' | 'ringVolume' | 'secondRingVolume'>

export interface BellPlaces {
  readonly first: BellPlace
  /** null for none. */
  readonly second: BellPlace | null
}

export function toBellPlaces(speakers: readonly Device[], settings: RingSettings): BellPlaces {
  const other = pickDevice(speakers, settings.secondRinger)
  return {
    first: { deviceId: pickDevice(speakers, settings.ringer).id, volume: settings.ringVolume },
    second: other.place === null ? null : { deviceId: other.id, volume: settings.secondRingVolume },
  }
}
