/** Opens the window of the desk, locked down: no Node, no other page, no new window but the wallboard's. */
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { isWallboard, pageOrigin } from '#main/electron/permissionRules'
import type { Place } from '#main/electron/windowPlace'

/** Every page of the app, this window's or any other's, stays where it is. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    // It has the opener's own web preferences, and closes with it.
    contents.setWindowOpenHandler(({ url }) =>
      isWallboard(url)
        ? { action: 'allow', overrideBrowserWindowOptions: { autoHideMenuBar: true } }
        : { action: 'deny' },
    )
  })
}

export interface WindowStart {
  /** Where it stood; null for a place of the system's choice. */
  readonly place: Place | null
  /** Not shown until somebody asks: the program began with the session. */
  readonly isQuiet: boolean
}

/** `preloadFolder` is where the build put `preload.cjs`. */
export function openDeskWindow(
  preloadFolder: string,
  { place, isQuiet }: WindowStart = { place: null, isQuiet: false },
): BrowserWindow {
  const window = new BrowserWindow({
    width: place?.width ?? 1280,
    height: place?.height ?? 800,
    ...(place !== null && { x: place.x, y: place.y }),
    minWidth: 480,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(preloadFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // The first call of the day rings before anyone has clicked.
      autoplayPolicy: 'no-user-gesture-required',
      // A hidden window must still ring and keep its registration.
      backgroundThrottling: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (isQuiet) return
    if (place?.isMaximized === true) window.maximize()
    window.show()
  })
  void window.loadURL(`${pageOrigin}/`)
  return window
}
