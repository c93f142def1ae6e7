/** The keys of the desk, in one table so that two actions never share one; browsers keep F1, F3, F5–F7, F10–F12. */
export interface Shortcut {
  /** `KeyboardEvent.code`: the place of the key, so that it is the same in a Persian layout. */
  readonly code: string
  readonly alt?: true
  readonly ctrl?: true
  /** How the key is written in a tooltip and in `aria-keyshortcuts`. */
  readonly label: string
}

export const shortcuts = {
  answer: { code: 'F2', label: 'F2' },
  /** The red key: declines while ringing, hangs up in a call. */
  end: { code: 'F4', label: 'F4' },
  hold: { code: 'F8', label: 'F8' },
  mute: { code: 'F9', label: 'F9' },
  keypad: { code: 'KeyK', alt: true, label: 'K' },
  dial: { code: 'KeyC', alt: true, label: 'C' },
  transfer: { code: 'KeyR', alt: true, label: 'R' },
  /** Hands the caller to the one just asked. */
  complete: { code: 'KeyY', alt: true, label: 'Y' },
  /** Talks to the other call, and holds this one. */
  swap: { code: 'KeyP', alt: true, label: 'P' },
  /** Pauses the recording of the call, and resumes it. */
  recording: { code: 'KeyI', alt: true, label: 'I' },
  merge: { code: 'KeyM', alt: true, label: 'M' },
  status: { code: 'KeyS', alt: true, label: 'S' },
  note: { code: 'KeyN', alt: true, label: 'N' },
  extend: { code: 'KeyX', alt: true, label: 'X' },
  finish: { code: 'Enter', ctrl: true, label: 'Enter' },
  sound: { code: 'KeyA', alt: true, label: 'A' },
  help: { code: 'KeyE', alt: true, label: 'E' },
  language: { code: 'KeyL', alt: true, label: 'L' },
  theme: { code: 'KeyT', alt: true, label: 'T' },
  tabDesk: { code: 'Digit1', alt: true, label: '1' },
  tabFloor: { code: 'Digit2', alt: true, label: '2' },
  tabWallboard: { code: 'Digit3', alt: true, label: '3' },
  /** Of monitoring; of several sessions they act on the one in focus. */
  monitorListen: { code: 'KeyH', alt: true, label: 'H' },
  monitorWhisper: { code: 'KeyW', alt: true, label: 'W' },
  monitorBarge: { code: 'KeyB', alt: true, label: 'B' },
  monitorTakeOver: { code: 'KeyO', alt: true, label: 'O' },
  monitorHandBack: { code: 'KeyU', alt: true, label: 'U' },
  monitorStop: { code: 'KeyQ', alt: true, label: 'Q' },
  /** Whispers for as long as it is held down. */
  monitorHold: { code: 'KeyV', alt: true, label: 'V' },
} as const satisfies Record<string, Shortcut>

/** The pieces shown in a tooltip: `Alt`, `K`. */
export function toKeyCaps(shortcut: Shortcut): string[] {
  return [...(shortcut.ctrl ? ['Ctrl'] : []), ...(shortcut.alt ? ['Alt'] : []), shortcut.label]
}

/** The form of `aria-keyshortcuts` (WAI-ARIA 1.2): `Alt+K`, `Control+Enter`. */
export function toAriaKeys(shortcut: Shortcut): string {
  return toKeyCaps(shortcut).join('+').replace('Ctrl', 'Control')
}

type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'
>

/** A held key or an input method at work never counts; AltGr arrives as Ctrl+Alt and so matches nothing. */
export function matchesShortcut(press: KeyPress, shortcut: Shortcut): boolean {
  if (press.repeat || press.isComposing || press.shiftKey) return false
  const wantsCtrl = shortcut.ctrl === true
  const hasCtrl = press.ctrlKey || (wantsCtrl && press.metaKey)
  if (!wantsCtrl && press.metaKey) return false
  const isCode = press.code === shortcut.code || (shortcut.code === 'Enter' && press.code === 'NumpadEnter')
  return isCode && press.altKey === (shortcut.alt === true) && hasCtrl === wantsCtrl
}
