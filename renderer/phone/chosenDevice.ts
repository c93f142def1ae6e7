/** Finds a remembered device among those that are plugged in now. */
import type { ChosenDevice } from '#contract/settings'

export interface Device {
  readonly id: string
  readonly label: string
}

/** The id to open: by id, else by label (browsers change ids); null for the system's default. */
export function toDeviceId(devices: readonly Device[], chosen: ChosenDevice): string | null {
  if (chosen === null) return null
  const same =
    devices.find((device) => device.id === chosen.id) ??
    devices.find((device) => device.label !== '' && device.label === chosen.label)
  return same?.id ?? null
}
