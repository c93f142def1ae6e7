/** Opens the window of the desk, locked down: no Node, no other page, no new window. */
import { join } from 'node:path'
import { app, BrowserWindow, type WebContents } from 'electron'
import { isWallboard, pageOrigin } from '#main/electron/permissionRules'
import type { Place } from '#main/electron/windows/windowPlace'

/** What every page of the program is held to. */
export const lockedDown = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
} as const

/**
 * Every page of the app, this window's or any other's, stays where it is and opens no window. A page that asks for the
 * wallboard's is heard: `onWallboard` may open it, as a page of its own and not as this one's child.
 */
export function lockNavigation(onWallboard: (asker: WebContents) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (isWallboard(url)) onWallboard(contents)
      return { action: 'deny' }
    })
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
      ...lockedDown,
      preload: join(preloadFolder, 'preload.cjs'),
      // The first call of the day rings before anyone has clicked.
      autoplayPolicy: 'no-user-gesture-required',
      // A hidden window must still ring and keep its registration.
      backgroundThrottling: false,
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
