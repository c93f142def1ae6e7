/** Shows the pop-out card while a call is there and the desk is not in front, on the display in use, and takes it away again. */
import { randomUUID } from 'node:crypto'
import { type BrowserWindow, screen } from 'electron'
import type { Desk } from '#main/desk/createDesk'
import type { Log } from '#main/desk/log'
import { createPopOutRouter } from '#main/desk/popOutRouter'
import { displaySigns, hearSigns } from '#main/electron/windows/hearSigns'
import { CardSpots, isCardWanted, placeCard, rememberSpot } from '#main/electron/windows/popOutPlace'
import { servePopOutPort } from '#main/electron/windows/popOutPort'
import { openCardWindow, showCard } from '#main/electron/windows/popOutWindow'
import { type Area, findNearest, toMiddle, whichDisplay } from '#main/electron/windows/whichDisplay'
import type { WindowRoles } from '#main/electron/windows/windowRoles'
import { readKept, writeKept } from '#main/store/keptFile'

export interface PopOutParts {
  readonly desk: Pick<Desk, 'shell' | 'settings'>
  readonly window: BrowserWindow
  readonly roles: WindowRoles
  readonly preloadFolder: string
  /** Where its places are kept. */
  readonly path: string
  readonly showDesk: () => void
  readonly log: Log
}

const deskSigns = ['focus', 'blur', 'minimize', 'restore', 'show', 'hide'] as const

/** The function returned ends it. */
export function openPopOut(parts: PopOutParts): () => void {
  const { desk, window, roles, showDesk, log } = parts
  const { shell, settings } = desk
  let spots = readKept(parts.path, CardSpots) ?? []
  let card: BrowserWindow | null = null
  /** Where it was put; null while it is not shown. */
  let placed: Area | null = null

  const open = (): BrowserWindow => {
    if (card !== null) return card
    const opened = openCardWindow(parts.preloadFolder)
    roles.give(opened.webContents, 'card')
    opened.on('closed', () => {
      if (card === opened) forget()
    })
    // A card that draws nothing any more is better gone: the next call opens another.
    opened.webContents.on('render-process-gone', () => opened.destroy())
    card = opened
    return opened
  }
  const forget = (): void => {
    card = null
    placed = null
  }
  const put = (shown: BrowserWindow, displays: Electron.Display[], display: Electron.Display): void => {
    placed = placeCard(spots, displays, display)
    shown.setBounds(placed)
  }
  const show = (): void => {
    const displays = screen.getAllDisplays()
    const pointer = screen.getCursorScreenPoint()
    const display = whichDisplay(displays, { desk: isInFront(window) ? window.getBounds() : null, pointer })
    if (display === null) return
    const shown = open()
    put(shown, displays, display)
    showCard(shown)
  }
  const hide = (): void => {
    keepSpot()
    placed = null
    card?.hide()
  }
  /** Where the person moved it, if they did. */
  const keepSpot = (): void => {
    if (card === null || placed === null) return
    const { x, y, width, height } = card.getBounds()
    if (x === placed.x && y === placed.y) return
    const displays = screen.getAllDisplays()
    const display = findNearest(displays, toMiddle({ x, y, width, height }))
    if (display === null) return
    spots = rememberSpot(spots, displays, display, { x, y, width, height })
    placed = { x, y, width, height }
    writeKept(parts.path, spots, log, 'the place of the card')
  }
  const review = (): void => {
    const isWanted = isCardWanted({
      when: settings.current.popOut,
      hasCall: shell.card !== null,
      isDeskInFront: isInFront(window),
    })
    if (isWanted && placed === null) show()
    else if (!isWanted && placed !== null) hide()
  }
  /** A display came, went or changed: the card stays in sight. */
  const rearrange = (): void => {
    if (card === null || placed === null) return
    const displays = screen.getAllDisplays()
    const display = findNearest(displays, toMiddle(card.getBounds()))
    if (display !== null) put(card, displays, display)
  }
  const stops = [
    servePopOutPort(createPopOutRouter({ shell, settings, showDesk, newId: randomUUID, log }), roles, log),
    shell.onCard(review),
    settings.onChange(review),
    hearSigns(window, deskSigns, review),
    hearSigns(screen, displaySigns, rearrange),
    // A card that is only hidden would keep the program open.
    hearSigns(window, ['closed'], () => card?.destroy()),
  ]
  review()
  return () => {
    for (const stop of stops) stop()
    keepSpot()
    card?.destroy()
  }
}

function isInFront(window: BrowserWindow): boolean {
  return !window.isDestroyed() && window.isVisible() && !window.isMinimized() && window.isFocused()
}
