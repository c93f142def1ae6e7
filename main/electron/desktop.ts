/** Everything of the program that lies outside its page: tray, notifications, power, and how it begins and ends. */
import { app, type BrowserWindow } from 'electron'
import type { Desk } from '#main/desk/createDesk'
import { callAttention } from '#main/electron/attention'
import { openTray } from '#main/electron/desktopTray'
import { guardLeaving } from '#main/electron/leaving'
import { watchPower } from '#main/electron/power'
import { watchScreenLock } from '#main/electron/screenLock'
import type { ShellWords } from '#main/electron/shellWords'

export interface DesktopParts {
  readonly desk: Pick<Desk, 'signs' | 'shell'>
  readonly window: BrowserWindow
  readonly words: ShellWords
  readonly show: () => void
  /** Whether the pop-out card tells of a ring (`attention`). */
  readonly hasCard: () => boolean
}

/** The function returned ends it all. */
export function openDesktop({ desk, window, words, show, hasCard }: DesktopParts): () => void {
  const { signs, shell } = desk
  // Windows shows notifications only of a program it knows by this name: the one of the package.
  app.setAppUserModelId('com.najva.desk')
  const leaving = guardLeaving(window, signs, words)
  const lock = watchScreenLock()
  const ends = [
    leaving.close,
    openTray({ signs, shell, words, show, quit: leaving.quit }),
    callAttention({ signs, shell, words, window, show, hasCard, lock }),
    lock.close,
    watchPower(signs, shell),
  ]
  return () => {
    for (const end of ends) end()
  }
}
