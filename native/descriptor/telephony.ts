/** Finds a headset's buttons and lights in a report layout, and says what it can be used for. */
import type { HeadsetCapability, HeadsetControl, HeadsetLight } from '#contract/headset'
import type { ReportField, ReportLayout } from '#native/descriptor/reportLayout'
import { pages, toPage, toUsage } from '#native/descriptor/usage'

/**
 * How a button's bit is to be read, by its declared flags (HUT 3.4.1.2):
 * - `level` absolute, no preferred state: it stays as it is set
 * - `press` relative with a preferred state: only 0 → 1 counts
 * - `momentary` absolute with a preferred state: it falls back by itself
 * - `pair` relative without: +1 is on, −1 is off
 */
export type Behaviour = 'level' | 'press' | 'momentary' | 'pair'

export interface ControlField {
  readonly control: HeadsetControl
  readonly behaviour: Behaviour
  readonly field: ReportField
}

export interface LightField {
  readonly light: HeadsetLight
  readonly field: ReportField
}

export interface Telephony {
  readonly capability: HeadsetCapability
  readonly controls: readonly ControlField[]
  readonly lights: readonly LightField[]
  /** Where the device tells its charge; null when it does not. */
  readonly battery: ReportField | null
}

const controlUsages: readonly (readonly [number, HeadsetControl])[] = [
  [toUsage(pages.telephony, 0x20), 'hook'],
  [toUsage(pages.telephony, 0x97), 'lineBusy'],
  [toUsage(pages.telephony, 0x2f), 'mute'],
  [toUsage(pages.telephony, 0x21), 'flash'],
  [toUsage(pages.telephony, 0x24), 'redial'],
  [toUsage(pages.telephony, 0x50), 'speedDial'],
  [toUsage(pages.telephony, 0x70), 'voiceMail'],
  [toUsage(pages.telephony, 0x26), 'drop'],
  [toUsage(pages.telephony, 0x07), 'reject'],
  [toUsage(pages.telephony, 0xb0), 'keypad'],
]

const lightUsages: readonly (readonly [number, HeadsetLight])[] = [
  [toUsage(pages.led, 0x17), 'offHook'],
  [toUsage(pages.led, 0x18), 'ring'],
  [toUsage(pages.telephony, 0x9e), 'ringer'],
  [toUsage(pages.led, 0x09), 'mute'],
  [toUsage(pages.led, 0x20), 'hold'],
  [toUsage(pages.led, 0x2a), 'onLine'],
  [toUsage(pages.led, 0x21), 'microphone'],
  [toUsage(pages.led, 0x1e), 'speaker'],
]

/** Battery Strength, and Remaining Capacity of the battery system page. */
const batteryUsages = [toUsage(0x06, 0x20), toUsage(0x85, 0x66)]

/** Values wider than this are no button; they are left alone. */
const maxValueBits = 32

export function findTelephony(layout: ReportLayout): Telephony {
  const usable = layout.fields.filter((field) => field.sizeBits <= maxValueBits)
  const ranked = rankByCollection(usable)
  const controls = controlUsages.flatMap(([usage, control]) => {
    const field = ranked.find((each) => each.direction === 'input' && isControl(each, usage))
    return field === undefined ? [] : [{ control, behaviour: toBehaviour(field), field }]
  })
  const lights = lightUsages.flatMap(([usage, light]) => {
    const field = ranked.find((each) => each.direction === 'output' && each.usages[0]?.min === usage)
    return field === undefined ? [] : [{ light, field }]
  })
  const battery = usable.find(
    (field) => field.direction === 'input' && batteryUsages.includes(field.usages[0]?.min ?? 0),
  )
  return { capability: toCapability(controls, lights), controls, lights, battery: battery ?? null }
}

/**
 * Puts the fields of the fullest telephony collection first: where a device has several, buttons and lights should
 * come from the same one.
 */
function rankByCollection(fields: readonly ReportField[]): readonly ReportField[] {
  const known = new Set([...controlUsages, ...lightUsages].map(([usage]) => usage))
  const counts = new Map<number, number>()
  for (const field of fields) {
    if (!known.has(field.usages[0]?.declaredMin ?? 0)) continue
    counts.set(field.collection, (counts.get(field.collection) ?? 0) + 1)
  }
  return fields.toSorted((a, b) => (counts.get(b.collection) ?? 0) - (counts.get(a.collection) ?? 0))
}

/** The programmable button turns into Button 7 when a device changes the page before the main item: match either. */
function isControl(field: ReportField, usage: number): boolean {
  const first = field.usages[0]
  if (first === undefined) return false
  if (first.min === usage || first.declaredMin === usage) return true
  const isProgrammable = usage === toUsage(pages.telephony, 0x07)
  const inTelephony = toPage(field.collection) === pages.telephony
  return isProgrammable && inTelephony && first.min === toUsage(pages.button, 0x07)
}

function toBehaviour(field: ReportField): Behaviour {
  if (field.isRelative) return field.hasPreferredState ? 'press' : 'pair'
  return field.hasPreferredState ? 'momentary' : 'level'
}

/** Telephony usages alone make no headset: webcams and microphones have some of them too. */
function toCapability(controls: readonly ControlField[], lights: readonly LightField[]): HeadsetCapability {
  const hasControl = (control: HeadsetControl) => controls.some((each) => each.control === control)
  const hasLight = (light: HeadsetLight) => lights.some((each) => each.light === light)
  if (hasControl('hook') && hasLight('offHook')) return 'callControl'
  return hasControl('mute') && hasLight('mute') ? 'muteOnly' : 'none'
}
