/** Opens the window of the pop-out card: small, over all others, locked down, and never given the keys. */
import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { pageOrigin } from '#main/electron/permissionRules'
import { lockedDown } from '#main/electron/windows/deskWindow'
import { cardSize } from '#main/electron/windows/popOutPlace'

/** `preloadFolder` is where the build put `popOut.cjs`. Not shown yet. */
export function openCardWindow(preloadFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    ...cardSize,
    show: false,
    // Whoever types in another program goes on typing there, whatever they click here.
    focusable: false,
    // On macOS the first click on a window that has not the keys would otherwise only raise it.
    acceptFirstMouse: true,
    alwaysOnTop: true,
    skipTaskbar: true,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    // On macOS a panel stands over the full-screen programs of others without fetching this one to the front.
    ...(process.platform === 'darwin' && { type: 'panel' }),
    webPreferences: {
      ...lockedDown,
      preload: join(preloadFolder, 'popOut.cjs'),
      // Drawn while it is hidden, so that it shows the call it was shown for.
      backgroundThrottling: false,
    },
  })
  raise(window)
  void window.loadURL(`${pageOrigin}/popOut/card.html`)
  return window
}

/** Without taking the keys. Windows forgets who is on top while a window is hidden: it is said each time. */
export function showCard(window: BrowserWindow): void {
  window.showInactive()
  raise(window)
}

function raise(window: BrowserWindow): void {
  window.setAlwaysOnTop(true, 'screen-saver')
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true })
}
