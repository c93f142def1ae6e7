/** Decides what the page may use: microphone, loudspeakers, notifications, its own telephone system, a big screen. */
import type { WindowRole } from '#main/electron/windows/windowRoles'

export const pageOrigin = 'app://najva'

/**
 * `media` is judged by kind: sound yes, pictures no. The networks are where a PBX or the practice centre lies. `hid` is
 * the right to ask; which device is given is decided in `headsetLayouts`. The clipboard is only written to.
 */
const allowed: ReadonlySet<string> = new Set([
  'speaker-selection',
  'notifications',
  'local-network',
  'local-network-access',
  'loopback-network',
  'hid',
  'clipboard-sanitized-write',
  // Of the wallboard; asked for by a click.
  'fullscreen',
])

/** Whether this permission is given to a page at this address; `mediaTypes` are those asked for with `media`. */
export function mayUse(
  permission: string,
  address: string | undefined,
  mediaTypes: readonly string[],
): boolean {
  if (address === undefined || !isPage(address)) return false
  if (permission !== 'media') return allowed.has(permission)
  return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'audio')
}

/** What each window needs of what a page of ours may use: the card nothing, a wallboard the whole screen. */
export function mayUseAs(role: WindowRole | null, permission: string): boolean {
  if (role === 'card') return false
  return role !== 'wallboard' || permission === 'fullscreen'
}

/** The one window a page may ask for: the wallboard of a big screen. Compared whole. */
export function isWallboard(address: string): boolean {
  return address === `${pageOrigin}/?view=wallboard`
}

/** Compares the parsed origin, never the beginning of a string. */
export function isPage(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin
}
