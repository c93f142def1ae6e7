/** The devices a person prefers, as the page shows and uses them: which are there, and which one is in use. */
import type { Settings } from '#contract/settings'
import type { ChosenDevice, DevicePreference } from '#contract/soundSettings'
import { type Device, findDevices, pickDevice, toDeviceId } from '#renderer/phone/devices/chosenDevice'
import type { MediaDevices } from '#renderer/state/deskModel'

/** One device of a preference. */
export interface PreferredDevice {
  readonly device: ChosenDevice
  /** As the browser names it now; as it did when it was chosen, while it is away. */
  readonly label: string
  readonly state: 'inUse' | 'ready' | 'away'
}

export function toPreferredDevices(
  devices: readonly Device[],
  preference: DevicePreference,
): readonly PreferredDevice[] {
  const ids = findDevices(devices, preference)
  const { place } = pickDevice(devices, preference)
  return preference.map((device, at) => {
    const label = devices.find(({ id }) => id === ids[at])?.label ?? device.label
    const state = at === place ? 'inUse' : ids[at] === null ? 'away' : 'ready'
    return { device, label, state }
  })
}

/** Those that can still be added to the preference. */
export function toOtherDevices(devices: readonly Device[], preference: DevicePreference): readonly Device[] {
  const ids = findDevices(devices, preference)
  return devices.filter(({ id }) => !ids.includes(id))
}

/** null for the system's default. */
export function toRingerId({ ringer }: Pick<Settings, 'ringer'>, { speakers }: MediaDevices): string | null {
  return toDeviceId(speakers, ringer)
}
