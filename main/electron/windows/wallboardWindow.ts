/** Keeps the wallboard's window: a page of its own that may only watch, on the display it was put on, open again at the next start. */
import { join } from 'node:path'
import { app, BrowserWindow, type Event, type Input, screen } from 'electron'
import type { Log } from '#main/desk/log'
import { pageOrigin } from '#main/electron/permissionRules'
import { lockedDown } from '#main/electron/windows/deskWindow'
import { displaySigns, hearSigns } from '#main/electron/windows/hearSigns'
import { KeptBoard, noBoard, placeBoard, rememberBoard } from '#main/electron/windows/wallboardPlace'
import { nameArrangement } from '#main/electron/windows/whichDisplay'
import type { WindowRoles } from '#main/electron/windows/windowRoles'
import { readKept, writeKept } from '#main/store/keptFile'

export interface WallboardParts {
  /** The desk's window: the board ends with it. */
  readonly window: BrowserWindow
  readonly roles: WindowRoles
  readonly preloadFolder: string
  /** Where its place is kept. */
  readonly path: string
  readonly log: Log
}

export interface WallboardWindow {
  /** Opens it, or brings the open one to the front. */
  open(): void
  close(): void
}

/** Opens it at once if it was open when the program ended, without taking the keys from anybody. */
export function keepWallboard({ window, roles, preloadFolder, path, log }: WallboardParts): WallboardWindow {
  let kept: KeptBoard = readKept(path, KeptBoard) ?? noBoard
  let board: BrowserWindow | null = null
  let isEnding = false
  /** The arrangement the board was put into: what moves it in another one is the system, not a person. */
  let arrangement = ''

  const keep = (next: KeptBoard): void => {
    kept = next
    writeKept(path, kept, log, 'the place of the wallboard')
  }
  const notePlace = (): void => {
    const displays = screen.getAllDisplays()
    if (board === null || nameArrangement(displays) !== arrangement) return
    keep(rememberBoard(kept, displays, { ...board.getNormalBounds(), isFullScreen: board.isFullScreen() }))
  }
  const decide = () => {
    const displays = screen.getAllDisplays()
    arrangement = nameArrangement(displays)
    return placeBoard(kept, displays, window.getBounds())
  }
  const rearrange = (): void => {
    if (board === null || nameArrangement(screen.getAllDisplays()) === arrangement) return
    const { isFullScreen, ...bounds } = decide()
    // A full-screen window cannot be moved to another display.
    if (board.isFullScreen()) board.setFullScreen(false)
    board.setBounds(bounds)
    if (isFullScreen) board.setFullScreen(true)
  }
  const open = (isAsked: boolean): void => {
    if (board !== null) {
      if (board.isMinimized()) board.restore()
      board.focus()
      return
    }
    const { isFullScreen, ...bounds } = decide()
    const opened = openBoardWindow(preloadFolder, bounds)
    board = opened
    roles.give(opened.webContents, 'wallboard')
    opened.once('ready-to-show', () => {
      if (isAsked) opened.show()
      else opened.showInactive()
      if (isFullScreen) opened.setFullScreen(true)
      opened.on('moved', notePlace)
      opened.on('resized', notePlace)
      opened.on('enter-full-screen', notePlace)
      opened.on('leave-full-screen', notePlace)
    })
    opened.on('close', notePlace)
    opened.on('closed', () => {
      board = null
      if (!isEnding) keep({ ...kept, isOpen: false })
    })
    if (!kept.isOpen) keep({ ...kept, isOpen: true })
  }
  const close = (): void => {
    isEnding = true
    board?.close()
  }
  /** Windows close one by one when the program quits; the question before a call is cut off may yet hold it. */
  const onQuit = (event: { readonly defaultPrevented: boolean }): void => {
    isEnding = true
    queueMicrotask(() => {
      isEnding = !event.defaultPrevented
    })
  }
  app.on('before-quit', onQuit)
  window.on('closed', close)
  const stopDisplays = hearSigns(screen, displaySigns, rearrange)
  if (kept.isOpen) open(false)
  return {
    open: () => open(true),
    close() {
      app.off('before-quit', onQuit)
      stopDisplays()
      if (!window.isDestroyed()) window.off('closed', close)
      close()
    },
  }
}

function openBoardWindow(preloadFolder: string, bounds: Electron.Rectangle): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 320,
    minHeight: 240,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      ...lockedDown,
      preload: join(preloadFolder, 'preload.cjs'),
      // On a big screen behind nothing the system may still call it hidden; it has to go on.
      backgroundThrottling: false,
    },
  })
  window.webContents.on('before-input-event', (event: Event, { type, key }: Input) => {
    if (type !== 'keyDown' || key !== 'Escape' || !window.isFullScreen()) return
    event.preventDefault()
    window.setFullScreen(false)
  })
  void window.loadURL(`${pageOrigin}/?view=wallboard`)
  return window
}
