/** Hears the person's key combinations in every program, while somebody is signed in and nobody is choosing others. */
import { clipboard, globalShortcut } from 'electron'
import {
  readCombination,
  type ShortcutAction,
  type ShortcutStand,
  type Shortcuts,
  shortcutActions,
} from '#contract/shortcuts'
import type { SignKeeper } from '#main/desk/deskSigns'
import type { Log } from '#main/desk/log'
import type { SettingsStore } from '#main/desk/parts'
import type { ShortcutDesk } from '#main/desk/shortcutDesk'

export interface ShortcutParts {
  readonly signs: SignKeeper
  readonly settings: Pick<SettingsStore, 'current' | 'onChange'>
  readonly shortcuts: ShortcutDesk
  readonly log: Log
  /** Brings the window to the front: what is asked there must be seen. */
  readonly show: () => void
}

/** The function returned lets go of every key. */
export function keepShortcuts(parts: ShortcutParts): () => void {
  const { signs, settings, shortcuts } = parts
  let held: string[] = []
  let heldFor = ''
  const letGo = (): void => {
    for (const keys of held) globalShortcut.unregister(keys)
    held = []
  }
  const review = (): void => {
    const isWanted = signs.current.isSignedIn && !shortcuts.isChoosing
    const keys = settings.current.shortcuts
    const now = JSON.stringify([isWanted, keys])
    if (now === heldFor) return
    heldFor = now
    letGo()
    const stands = toOff()
    if (isWanted) for (const action of shortcutActions) stands[action] = take(action, keys)
    shortcuts.report(stands)
  }
  const take = (action: ShortcutAction, keys: Shortcuts): ShortcutStand => {
    const accelerator = toAccelerator(keys[action])
    if (accelerator === null) return 'off'
    if (held.includes(accelerator)) return 'twin'
    if (!register(accelerator, () => void press(action), parts.log)) return 'refused'
    held.push(accelerator)
    return 'on'
  }
  const press = async (action: ShortcutAction): Promise<void> => {
    await shortcuts.press(action, readMarked)
    if (action === 'dialSelection') parts.show()
  }
  review()
  const stops = [signs.onChange(review), settings.onChange(review), shortcuts.onChoosing(review)]
  return () => {
    for (const stop of stops) stop()
    letGo()
  }
}

function toOff(): Record<ShortcutAction, ShortcutStand> {
  return { answer: 'off', hangUp: 'off', mute: 'off', dialSelection: 'off' }
}

/** False as well where the system's own word is an exception: a combination must never cost the desk its start. */
function register(accelerator: string, task: () => void, log: Log): boolean {
  try {
    return globalShortcut.register(accelerator, task)
  } catch (cause) {
    log.warn({ err: cause }, 'a key combination cannot be asked for')
    return false
  }
}

/** As Electron writes it; null for none. */
export function toAccelerator(text: string): string | null {
  const keys = readCombination(text)
  if (keys === null) return null
  const key = keys.code.replace(/^(Key|Digit)/, '')
  const { mod, alt, shift } = keys
  return [mod && 'CommandOrControl', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join('+')
}

/** Read only when its key is pressed, and kept nowhere. X11 and Wayland know what is marked; elsewhere it is what was copied. */
async function readMarked(): Promise<string> {
  try {
    const marked = process.platform === 'linux' ? await clipboard.selection.readText() : ''
    return marked.trim() === '' ? await clipboard.readText() : marked
  } catch {
    // A clipboard that cannot be read holds no number.
    return ''
  }
}
