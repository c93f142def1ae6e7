/** What a person can set of the sound at their desk: which devices in which order, how loud, and how it is processed. */
import { z } from 'zod'

/** A media device remembered by id and, should the id change, by label. */
export const ChosenDevice = z.object({ id: z.string().max(512), label: z.string().max(512) })
export type ChosenDevice = z.infer<typeof ChosenDevice>

/** The id that stands for whatever the system has as its default, among devices of any kind. */
export const systemDefaultId = 'default'

/**
 * Devices in order of preference: the first that is plugged in is used. None of them, or an empty list, means the
 * system's default; of a second ringer it means that there is none.
 */
export const DevicePreference = z.array(ChosenDevice).max(20)
export type DevicePreference = z.infer<typeof DevicePreference>

/** Older settings hold one device, or null for the system's default. */
const KeptPreference = z.preprocess((kept) => {
  if (kept === null) return []
  return typeof kept === 'object' && !Array.isArray(kept) ? [kept] : kept
}, DevicePreference)

const volume = z.number().min(0).max(1)

/** As they are kept, with what is in force before anything is chosen. Volumes go from 0 (silent) to 1 (full). */
export const keptSoundSettings = {
  microphone: KeptPreference.default([]),
  /** Where the caller is heard. */
  speaker: KeptPreference.default([]),
  ringer: KeptPreference.default([]),
  /** Rings together with the first; empty for none. */
  secondRinger: KeptPreference.default([]),
  ringVolume: volume.default(0.8),
  secondRingVolume: volume.default(0.8),
  callVolume: volume.default(1),
  echoCancelling: z.boolean().default(true),
  noiseSuppression: z.boolean().default(true),
  /** Off: it would move the level of the microphone while somebody speaks. */
  autoGain: z.boolean().default(false),
}

/** As they are changed. */
export const soundPatch = {
  microphone: DevicePreference,
  speaker: DevicePreference,
  ringer: DevicePreference,
  secondRinger: DevicePreference,
  ringVolume: volume,
  secondRingVolume: volume,
  callVolume: volume,
  echoCancelling: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGain: z.boolean(),
}
