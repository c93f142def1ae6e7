/** Keeps the sign in the tray or menu bar, with its menu. */
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { SignKeeper } from '#main/desk/deskSigns'
import type { ShellDesk } from '#main/desk/shellDesk'
import type { ShellWords } from '#main/electron/shellWords'
import {
  drawTraySign,
  isPlainSign,
  signSize,
  type TrayItem,
  toTrayItems,
  toTrayTip,
} from '#main/electron/trayMenu'

export interface TrayParts {
  readonly signs: SignKeeper
  readonly shell: Pick<ShellDesk, 'wish'>
  readonly words: ShellWords
  readonly show: () => void
  readonly quit: () => void
}

export function openTray(parts: TrayParts): () => void {
  const { signs, words, show } = parts
  const toImage = () => {
    const { presence } = signs.current
    const size = { width: signSize, height: signSize, scaleFactor: 2 }
    const image = nativeImage.createFromBitmap(drawTraySign(presence), size)
    // macOS paints a template black or white, as its menu bar needs it; states keep their colour.
    image.setTemplateImage(process.platform === 'darwin' && isPlainSign(presence))
    return image
  }
  const tray = new Tray(toImage())
  const draw = (): void => {
    tray.setImage(toImage())
    tray.setToolTip(toTrayTip(signs.current, words))
    tray.setContextMenu(
      Menu.buildFromTemplate(toTrayItems(signs.current, words).map((item) => toTemplate(item, parts))),
    )
  }
  draw()
  tray.on('click', show)
  const stop = signs.onChange(draw)
  return () => {
    stop()
    tray.destroy()
  }
}

function toTemplate(item: TrayItem, { shell, show, quit }: TrayParts): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'line':
      return { type: 'separator' }
    case 'show':
      return { label: item.label, click: show }
    case 'quit':
      return { label: item.label, click: quit }
    case 'wish':
      return { label: item.label, enabled: item.isEnabled, click: () => shell.wish(item.wish) }
  }
}
