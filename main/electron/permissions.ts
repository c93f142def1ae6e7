/** Holds Electron to what the page may use. */
import type { Session, WebContents } from 'electron'
import { mayUse, mayUseAs } from '#main/electron/permissionRules'
import type { WindowRoles } from '#main/electron/windows/windowRoles'

/** Both handlers are needed: most interfaces check first and ask only when the check says no. */
export function guardPermissions(session: Session, roles: Pick<WindowRoles, 'of'>): void {
  // Some checks come from no window: then the origin alone decides.
  const isFor = (contents: WebContents | null, permission: string): boolean =>
    mayUseAs(contents === null ? null : roles.of(contents.id), permission)
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) => {
    const types = details.mediaType === undefined ? [] : [details.mediaType]
    return isFor(contents, permission) && mayUse(permission, requestingOrigin, types)
  })
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const isAllowed = details.isMainFrame && mayUse(permission, details.requestingUrl, types)
    callback(isAllowed && isFor(contents, permission))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}
