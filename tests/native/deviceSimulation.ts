/** A headset with a will of its own for property tests: it toggles its hook and mute light and answers writes with echoes. */
import type { HeadsetControl, HeadsetLight } from '#contract/headset'
import type { Clock } from '#contract/time'
import { reportBytes } from '#native/descriptor/reportLayout'
import { findTelephony } from '#native/descriptor/telephony'
import { fromHex, toHex } from '#native/report/hex'
import { layoutOf, recordedDevice } from '#tests/native/recordedDevices'
import type { FakeDevice } from '#tests/support/fakeHidTransport'

export interface EchoHabit {
  /** How long after a write of off-hook it tells its hook; null: it never does. */
  readonly delayMs: number | null
  /** It tells the hook as it was written, even if it was written anew since; never after it told of a press. */
  readonly isStale: boolean
}

export interface SimulatedHeadset {
  /** A finger on a button: down and up. The hook switch toggles. */
  press(control: HeadsetControl): void
  hasControl(control: HeadsetControl): boolean
  hasLight(light: HeadsetLight): boolean
  isLit(light: HeadsetLight): boolean
  /** 1 off hook. */
  readonly hook: 0 | 1
}

export function simulateHeadset(
  device: FakeDevice,
  slug: string,
  clock: Clock,
  habit: EchoHabit,
): SimulatedHeadset {
  const layout = layoutOf(recordedDevice(slug))
  const { controls, lights } = findTelephony(layout)
  const lit = new Set<HeadsetLight>()
  const held = new Set<HeadsetControl>()
  let hook: 0 | 1 = 0
  /** Counts what it told of its hook by itself. */
  let tellings = 0

  const hookField = controls.find((each) => each.control === 'hook')?.field

  /** The report of `reportId` with the buttons now held; a line is busy while off hook. */
  const report = (reportId: number, level: 0 | 1): string => {
    const bytes = new Uint8Array(1 + reportBytes(layout, 'input', reportId))
    bytes[0] = reportId
    for (const { control, field } of controls) {
      const isSet =
        control === 'hook'
          ? level === 1
          : control === 'lineBusy'
            ? level === 1 && lit.has('offHook')
            : held.has(control)
      if (field.reportId !== reportId || !isSet || control === 'keypad') continue
      const at = 8 + field.bitOffset
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7))
    }
    return toHex(bytes)
  }

  const tellHook = (level: 0 | 1): void => {
    if (hookField !== undefined) device.press(report(hookField.reportId, level))
  }

  device.onWrite((hex) => {
    const bytes = fromHex(hex)
    for (const { light, field } of lights) {
      if (field.reportId !== bytes[0]) continue
      const at = 8 + field.bitOffset
      if (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) lit.add(light)
      else lit.delete(light)
    }
    if (!lights.some((each) => each.light === 'offHook' && each.field.reportId === bytes[0])) return
    const written = lit.has('offHook') ? 1 : 0
    if (hook === written) return
    hook = written
    if (habit.delayMs === null) return
    const tellingsThen = tellings
    clock.after(habit.delayMs, () => {
      if (tellings === tellingsThen || !habit.isStale) tellHook(habit.isStale ? written : hook)
    })
  })

  return {
    press(control) {
      const field = controls.find((each) => each.control === control)?.field
      if (field === undefined) return
      if (control === 'hook') {
        tellings += 1
        hook = hook === 1 ? 0 : 1
        tellHook(hook)
        return
      }
      if (control === 'mute' && lit.has('offHook')) {
        if (lit.has('mute')) lit.delete('mute')
        else lit.add('mute')
      }
      held.add(control)
      device.press(report(field.reportId, hook))
      held.delete(control)
      tellings += 1
      device.press(report(field.reportId, hook))
    },
    hasControl: (control) => controls.some((each) => each.control === control),
    hasLight: (light) => lights.some((each) => each.light === light),
    isLit: (light) => lit.has(light),
    get hook() {
      return hook
    },
  }
}
