/** Decides what each kind of page may ask over the bridge. Pure. */
import type { SettingsPatch } from '#contract/settings'

/** `desk`: the page a person works at. `wallboard`: figures on a big screen, which anybody may stand in front of. */
export type PageRole = 'desk' | 'wallboard'

/** All that a wallboard is: it watches, and keeps how it looks. */
const ofWallboards: ReadonlySet<string> = new Set([
  'desk.watch',
  'desk.report',
  'live.watch',
  'settings.change',
])

/** `path` as the contract nests it, for example `['settings', 'change']`. */
export function mayCall(role: PageRole, path: readonly string[]): boolean {
  return role === 'desk' || ofWallboards.has(path.join('.'))
}

/** A wallboard changes its own settings and no others. */
export function mayChange(role: PageRole, patch: SettingsPatch): boolean {
  return role === 'desk' || Object.keys(patch).every((key) => key === 'wallboard')
}
