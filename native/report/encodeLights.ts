/** Turns lights into output reports: which reports to write, in which order, each in its full declared length. */
import type { HeadsetLight } from '#contract/headset'
import { type ReportLayout, reportBytes } from '#native/descriptor/reportLayout'
import type { Telephony } from '#native/descriptor/telephony'

/** Which lights are on; a light not named is off. */
export type Lights = Readonly<Partial<Record<HeadsetLight, boolean>>>

export interface OutputReport {
  readonly reportId: number
  /** Report id first (0 where the device uses none), then the declared length. */
  readonly bytes: Uint8Array
  /** To be written even if the device was last told the same. */
  readonly force: boolean
}

export interface LightEncoder {
  /** The report that carries this light, filled for all of `lights`; null when the device has no such light. */
  encode(light: HeadsetLight, lights: Lights): { reportId: number; bytes: Uint8Array } | null
  /** What to write to go from one set of lights to another; nothing when they do not differ. */
  plan(before: Lights, after: Lights): OutputReport[]
  /** Everything there is to say, whatever the device was told before. */
  planAll(lights: Lights): OutputReport[]
}

/** A step of a plan: `force` because the device may have changed this light by itself. */
type Step = readonly [HeadsetLight, 'force'?]

/** The ring stops first; the mute state is pushed with every off-hook, because a headset cannot be asked for it. */
const goingOffHook: readonly Step[] = [
  ['ring'],
  ['ringer'],
  ['offHook'],
  ['mute', 'force'],
  ['hold'],
  ['onLine'],
]

/** The order that Poly documents: mute off, on hook, hold off. */
const goingOnHook: readonly Step[] = [
  ['mute', 'force'],
  ['offHook'],
  ['hold', 'force'],
  ['onLine'],
  ['ring'],
  ['ringer'],
]

/** `used`: the lights that plans speak of; the others are only ever set by `encode`. */
export function createLightEncoder(
  layout: ReportLayout,
  telephony: Telephony,
  used: readonly HeadsetLight[],
): LightEncoder {
  const carrier = (light: HeadsetLight) => telephony.lights.find((each) => each.light === light)?.field

  const fill = (reportId: number, lights: Lights): Uint8Array => {
    const bytes = new Uint8Array(1 + reportBytes(layout, 'output', reportId))
    bytes[0] = reportId
    for (const { light, field } of telephony.lights) {
      if (field.reportId !== reportId || lights[light] !== true) continue
      const at = 8 + field.bitOffset
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7))
    }
    return bytes
  }

  const encode: LightEncoder['encode'] = (light, lights) => {
    const field = carrier(light)
    return field === undefined ? null : { reportId: field.reportId, bytes: fill(field.reportId, lights) }
  }

  const collect = (steps: readonly Step[], before: Lights | null, after: Lights): OutputReport[] => {
    const reports = new Map<number, OutputReport>()
    for (const [light, force] of steps) {
      if (!used.includes(light)) continue
      const differs = before === null || (before[light] ?? false) !== (after[light] ?? false)
      if (!differs && force === undefined) continue
      const report = encode(light, after)
      if (report === null || reports.has(report.reportId)) continue
      reports.set(report.reportId, { ...report, force: before === null || force === 'force' })
    }
    return [...reports.values()]
  }

  return {
    encode,
    plan(before, after) {
      if (used.every((light) => (before[light] ?? false) === (after[light] ?? false))) return []
      const was = before.offHook ?? false
      const is = after.offHook ?? false
      if (was === is)
        return collect(
          used.map((light): Step => [light]),
          before,
          after,
        )
      return collect(is ? goingOffHook : goingOnHook, before, after)
    },
    planAll: (lights) => collect(goingOffHook, null, lights),
  }
}
