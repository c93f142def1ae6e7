/** Key combinations that reach the desk while the person works in another program: how they are written, and which may be. */
import { z } from 'zod'

export const shortcutActions = ['answer', 'hangUp', 'mute', 'dialSelection'] as const
export type ShortcutAction = (typeof shortcutActions)[number]

/**
 * `Mod+Alt+Shift+KeyA`: modifiers in this order, then a key by its place (`KeyboardEvent.code`), so that it is the same in every
 * layout. `Mod` is Ctrl, and ⌘ on macOS.
 */
const written = /^(Mod\+)?(Alt\+)?(Shift\+)?(Key[A-Z]|Digit[0-9]|F(?:[1-9]|1[0-9]|2[0-4]))$/

export interface Combination {
  readonly mod: boolean
  readonly alt: boolean
  readonly shift: boolean
  /** `KeyA`, `Digit1` or `F5`. */
  readonly code: string
}

/** null for what is not written so. */
export function readCombination(text: string): Combination | null {
  const [, mod, alt, shift, code] = written.exec(text) ?? []
  if (code === undefined) return null
  return { mod: mod !== undefined, alt: alt !== undefined, shift: shift !== undefined, code }
}

export function writeCombination({ mod, alt, shift, code }: Combination): string {
  return `${mod ? 'Mod+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${code}`
}

/**
 * Why a combination cannot be one for every program.
 * - `unknown` no key that can be used: letters, digits and function keys can
 * - `types` it types something, here or in another layout (AltGr is Ctrl+Alt; ⌥ and Shift change letters)
 * - `everywhere` a plain function key: other programs have a use for it
 * - `system` the system's own: closing windows, switching terminals, menus
 */
export type CombinationFault = 'unknown' | 'types' | 'everywhere' | 'system'

const systemKeys = new Set(['Alt+F4', 'Mod+F4', 'Mod+Alt+F4'])

/** null for a combination that may be used. */
export function judgeCombination(text: string): CombinationFault | null {
  const keys = readCombination(text)
  if (keys === null) return 'unknown'
  const { mod, alt, shift, code } = keys
  const at = code.startsWith('F') ? Number(code.slice(1)) : 0
  // Letters and digits: anything less is typing, or another program's copy and paste.
  if (at === 0) return mod && shift ? null : 'types'
  if (at > 12) return null
  if (systemKeys.has(text) || (mod && alt && !shift)) return 'system'
  return mod || alt ? null : 'everywhere'
}

/** Empty for none. */
const KeyText = z.union([
  z.literal(''),
  z.string().refine((text) => judgeCombination(text) === null, 'a combination that other programs can spare'),
])

/** The same keys as in the page, with Ctrl and Shift (⌘ and ⇧) so that no other program is robbed of them. */
export const Shortcuts = z.object({
  answer: KeyText.default('Mod+Shift+F2'),
  hangUp: KeyText.default('Mod+Shift+F4'),
  mute: KeyText.default('Mod+Shift+F9'),
  /** Calls the number that is marked, or was copied, once the person has confirmed it. */
  dialSelection: KeyText.default('Mod+Shift+F7'),
})
export type Shortcuts = z.infer<typeof Shortcuts>

export const defaultShortcuts: Shortcuts = Shortcuts.parse({})

/** Another action that has the same keys; null for none. */
export function findTwin(keys: Shortcuts, action: ShortcutAction): ShortcutAction | null {
  const mine = keys[action]
  if (mine === '') return null
  return shortcutActions.find((other) => other !== action && keys[other] === mine) ?? null
}

/**
 * How an action's keys stand.
 * - `on` they work in every program
 * - `off` none are set, or nobody is signed in
 * - `twin` another action before it has the same
 * - `refused` the system gave them to another program
 */
export const ShortcutStand = z.enum(['on', 'off', 'twin', 'refused'])
export type ShortcutStand = z.infer<typeof ShortcutStand>

export const ShortcutState = z.object({
  /** `page`: nothing here hears keys outside this page; they work while it is in front. */
  reach: z.enum(['system', 'page']),
  /** How keys are written on this system: ⌘⌥⇧, or Ctrl, Alt and Shift. */
  isMac: z.boolean(),
  stands: z.record(z.enum(shortcutActions), ShortcutStand),
})
export type ShortcutState = z.infer<typeof ShortcutState>

/** What was marked when the person pressed the keys in the page. */
export const MarkedText = z.string().max(300)
