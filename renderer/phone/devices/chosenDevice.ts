/** Decides which of the devices that are plugged in now is the one a person prefers. */
import { type ChosenDevice, type DevicePreference, systemDefaultId } from '#contract/soundSettings'

export interface Device {
  readonly id: string
  readonly label: string
}

/** What is to be opened. */
export interface PickedDevice {
  /** null for the system's default. */
  readonly id: string | null
  /** Its place in the preference; null when none of those named is plugged in. */
  readonly place: number | null
}

/** The first of the preference that is there; the system's default where none is, so that nobody is left deaf. */
export function pickDevice(devices: readonly Device[], preference: DevicePreference): PickedDevice {
  const ids = findDevices(devices, preference)
  const place = ids.findIndex((id) => id !== null)
  if (place < 0) return { id: null, place: null }
  const id = ids[place] ?? null
  return { id: id === systemDefaultId ? null : id, place }
}

/** The id to open; null for the system's default. */
export function toDeviceId(devices: readonly Device[], preference: DevicePreference): string | null {
  return pickDevice(devices, preference).id
}

/**
 * The present id of each device of the preference, null for one that is not plugged in. Browsers change ids: what is not
 * found by its id is found by its label. No device answers for two of the preference, so that of two alike, each stays
 * itself for as long as its id does, and their order afterwards.
 */
export function findDevices(
  devices: readonly Device[],
  preference: DevicePreference,
): readonly (string | null)[] {
  const taken = new Set<string>()
  const found = preference.map(({ id }) => {
    const isThere = id === systemDefaultId || devices.some((device) => device.id === id)
    if (!isThere || taken.has(id)) return null
    taken.add(id)
    return id
  })
  const byLabel = (isSame: (device: Device, chosen: ChosenDevice) => boolean) =>
    preference.forEach((chosen, place) => {
      if (found[place] !== null || chosen.label === '') return
      const device = devices.find((each) => !taken.has(each.id) && isSame(each, chosen))
      if (device === undefined) return
      taken.add(device.id)
      found[place] = device.id
    })
  byLabel((device, chosen) => device.label === chosen.label)
  byLabel((device, chosen) => toPlainLabel(device.label) === toPlainLabel(chosen.label))
  return found
}

/** Windows counts a headset that is put into another socket: "Microphone (2- Jabra Evolve2 65)". */
function toPlainLabel(label: string): string {
  return label.replace(/(^|\()\d+- /, '$1')
}
