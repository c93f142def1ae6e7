/** Gathers what a headset's button test has shown so far. Pure. */
import type { ButtonTestEvent } from '#contract/bridge'
import type { HeadsetControl, HeadsetKey, HeadsetLight } from '#contract/headset'

export interface ControlSeen {
  /** 1 pressed or on, 0 released or off; for the keypad the key, −1 for none. */
  readonly value: number
  /** How often it changed to something else than rest. */
  readonly presses: number
  /** Place of its last press in the order of all presses, from 1; 0 before any. */
  readonly serial: number
}

export interface ButtonTest {
  readonly key: HeadsetKey
  readonly controls: Readonly<Partial<Record<HeadsetControl, ControlSeen>>>
  readonly lights: Readonly<Partial<Record<HeadsetLight, boolean>>>
  /** Presses of all controls together. */
  readonly presses: number
  /** Pressed last; null before any press. */
  readonly last: HeadsetControl | null
}

export function beginButtonTest(key: HeadsetKey): ButtonTest {
  return { key, controls: {}, lights: {}, presses: 0, last: null }
}

/** null when the test is over. A switch that goes off counts as a press too: it was moved by hand. */
export function takeTestEvent(test: ButtonTest, event: ButtonTestEvent): ButtonTest | null {
  switch (event.kind) {
    case 'light':
      return { ...test, lights: { ...test.lights, [event.light]: event.on } }
    case 'control':
      return takeControl(test, event.control, event.value)
    case 'ended':
    case 'refused':
      return null
  }
}

/** Controls that stay where they are put: each change is a deed of the hand. */
const switches: ReadonlySet<HeadsetControl> = new Set(['hook', 'lineBusy'])

function takeControl(test: ButtonTest, control: HeadsetControl, value: number): ButtonTest {
  const before = test.controls[control] ?? { value: 0, presses: 0, serial: 0 }
  const rest = control === 'keypad' ? -1 : 0
  const isPress = value !== rest || switches.has(control)
  if (!isPress) return { ...test, controls: { ...test.controls, [control]: { ...before, value } } }
  const presses = test.presses + 1
  const seen = { value, presses: before.presses + 1, serial: presses }
  return { ...test, presses, last: control, controls: { ...test.controls, [control]: seen } }
}
