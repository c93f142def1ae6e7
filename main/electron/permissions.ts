/** Says what the page may use: the microphone, the loudspeakers, notifications and its own telephone system. */
import type { Session } from 'electron'
import { pageOrigin } from '#main/electron/pageProtocol'

/** `media` is judged by kind: sound yes, pictures no. The networks are where a PBX or the practice centre lies. */
const allowed: ReadonlySet<string> = new Set([
  'speaker-selection',
  'notifications',
  'local-network',
  'local-network-access',
  'loopback-network',
])

/** Pure: whether this permission is given to this origin. */
export function mayUse(
  permission: string,
  origin: string | undefined,
  mediaTypes: readonly string[],
): boolean {
  if (origin === undefined || !isPage(origin)) return false
  if (permission !== 'media') return allowed.has(permission)
  return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'audio')
}

/** Both handlers are needed: most interfaces check first and ask only when the check says no. */
export function guardPermissions(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayUse(permission, requestingOrigin, details.mediaType === undefined ? [] : [details.mediaType]),
  )
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    callback(details.isMainFrame && mayUse(permission, details.requestingUrl, types))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}

/** Compares the parsed origin, never the beginning of a string. */
export function isPage(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin
}
