/** Opens the window of the desk, locked down: no Node, no other page, no new window but the wallboard's. */
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { isWallboard, pageOrigin } from '#main/electron/permissionRules'

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

/** `preloadFolder` is where the build put `preload.cjs`. */
export function openDeskWindow(preloadFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
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
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${pageOrigin}/`)
  return window
}
