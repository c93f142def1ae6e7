/** Holds Electron to what the page may use. */
import type { Session } from 'electron'
import { mayUse } from '#main/electron/permissionRules'

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
