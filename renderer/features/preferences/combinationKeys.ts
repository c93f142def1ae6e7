/** Key presses and combinations: which one a press is, whether it may be used, and how it is written for people. Pure. */
import {
  type CombinationFault,
  findTwin,
  judgeCombination,
  readCombination,
  type ShortcutAction,
  type Shortcuts,
  writeCombination,
} from '#contract/shortcuts'
import { matchesShortcut, shortcuts } from '#renderer/ui/shortcuts'

export type Press = Pick<
  KeyboardEvent,
  'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'
>

/** What a press means while somebody chooses keys. `more`: only modifiers yet; `leave`: Escape or Tab. */
export type Choice =
  | { readonly kind: 'more' | 'leave' }
  | { readonly kind: 'fault'; readonly fault: CombinationFault | 'desk' }
  | { readonly kind: 'twin'; readonly of: ShortcutAction }
  | { readonly kind: 'chosen'; readonly keys: string }

const modifiers = /^(Control|Shift|Alt|Meta|OS)(Left|Right)$|^(CapsLock|AltGraph|Fn|NumLock)$/

export function toChoice(press: Press, action: ShortcutAction, keys: Shortcuts, isMac: boolean): Choice {
  if (modifiers.test(press.code) || press.isComposing || press.repeat) return { kind: 'more' }
  if (press.code === 'Escape' || press.code === 'Tab') return { kind: 'leave' }
  // The other one belongs to the system: the Windows key, and Control on a Mac.
  if (isMac ? press.ctrlKey : press.metaKey) return { kind: 'fault', fault: 'system' }
  if (Object.values(shortcuts).some((each) => matchesShortcut(press, each)))
    return { kind: 'fault', fault: 'desk' }
  const chosen = toCombination(press, isMac)
  const fault = judgeCombination(chosen)
  if (fault !== null) return { kind: 'fault', fault }
  const twin = findTwin({ ...keys, [action]: chosen }, action)
  return twin === null ? { kind: 'chosen', keys: chosen } : { kind: 'twin', of: twin }
}

export function toCombination(press: Press, isMac: boolean): string {
  const mod = isMac ? press.metaKey : press.ctrlKey
  return writeCombination({ mod, alt: press.altKey, shift: press.shiftKey, code: press.code })
}

/** The pieces as the keyboard has them: `Ctrl`, `Shift`, `F2`; on a Mac `⌥⇧⌘` in Apple's order. Empty for none. */
export function toCombinationCaps(text: string, isMac: boolean): string[] {
  const keys = readCombination(text)
  if (keys === null) return []
  const { mod, alt, shift } = keys
  const key = keys.code.replace(/^(Key|Digit)/, '')
  const held = isMac
    ? [alt && '⌥', shift && '⇧', mod && '⌘']
    : [mod && 'Ctrl', alt && 'Alt', shift && 'Shift']
  return [...held.filter((each) => each !== false), key]
}
