/** Which key combinations may be heard in every program: none that types, none of the system's, none of the desk's own. */
import { expect, test } from 'vitest'
import {
  defaultShortcuts,
  findTwin,
  judgeCombination,
  readCombination,
  Shortcuts,
  shortcutActions,
  writeCombination,
} from '#contract/shortcuts'
import { shortcuts as pageShortcuts } from '#renderer/ui/shortcuts'

test.each([
  ['Mod+Shift+KeyA', null],
  ['Mod+Alt+Shift+Digit1', null],
  ['Mod+Shift+F2', null],
  ['Alt+F6', null],
  ['F13', null],
  // Typing, copy and paste, and AltGr, which is Ctrl and Alt.
  ['KeyA', 'types'],
  ['Shift+KeyA', 'types'],
  ['Alt+KeyA', 'types'],
  ['Mod+KeyC', 'types'],
  ['Mod+Alt+KeyE', 'types'],
  ['F5', 'everywhere'],
  ['Shift+F10', 'everywhere'],
  ['Alt+F4', 'system'],
  ['Mod+Alt+F1', 'system'],
  ['Mod+Shift+Enter', 'unknown'],
  ['Shift+Mod+F2', 'unknown'],
  ['Mod+Shift+KeyAA', 'unknown'],
  ['Mod+Shift+F25', 'unknown'],
  ['', 'unknown'],
] as const)('%s: %s', (text, fault) => {
  expect(judgeCombination(text)).toBe(fault)
})

test('what is read is written as it was', () => {
  for (const text of ['Mod+Alt+Shift+KeyZ', 'F24', 'Mod+Shift+Digit0']) {
    const keys = readCombination(text)
    expect(keys === null ? null : writeCombination(keys)).toBe(text)
  }
})

test('the usual ones may be used, are four, and none is twice', () => {
  for (const action of shortcutActions) {
    expect(judgeCombination(defaultShortcuts[action])).toBeNull()
    expect(findTwin(defaultShortcuts, action)).toBeNull()
  }
  expect(findTwin({ ...defaultShortcuts, mute: defaultShortcuts.answer }, 'mute')).toBe('answer')
  expect(findTwin({ ...defaultShortcuts, mute: '', answer: '' }, 'mute')).toBeNull()
})

test('no key of the page itself can be taken from it', () => {
  for (const shortcut of Object.values(pageShortcuts)) {
    const { code } = shortcut
    const text = writeCombination({ mod: 'ctrl' in shortcut, alt: 'alt' in shortcut, shift: false, code })
    expect(judgeCombination(text), text).not.toBeNull()
  }
})

test('settings refuse what may not be used, also from an organisation', () => {
  expect(Shortcuts.safeParse({ ...defaultShortcuts, answer: 'KeyA' }).success).toBe(false)
  expect(Shortcuts.safeParse({ ...defaultShortcuts, answer: '' }).success).toBe(true)
})
