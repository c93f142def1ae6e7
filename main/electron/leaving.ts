/** Asks before the program ends during a call, and holds a log-off up for it where the system lets a program do so. */
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron'
import type { SignKeeper } from '#main/desk/deskSigns'
import type { ShellWords } from '#main/electron/shellWords'

interface Refusable {
  preventDefault(): void
}

export interface Leaving {
  /** Ends the program; in a call it is asked first. */
  quit(): void
  close(): void
}

export function guardLeaving(window: BrowserWindow, signs: SignKeeper, words: ShellWords): Leaving {
  let isMeant = false
  let isAsking = false
  const isInCall = (): boolean => signs.current.phone.state === 'inCall'

  const ask = async (): Promise<void> => {
    if (isAsking) return
    isAsking = true
    const { locale } = signs.current
    const say = (key: string): string => words(locale, key)
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: say('shell.leaveTitle'),
      detail: say('shell.leaveText'),
      buttons: [say('shell.stay'), say('shell.leave')],
      // Enter and Escape both stay.
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    isAsking = false
    if (response !== 1) return
    isMeant = true
    app.quit()
  }
  const hold = (event: Refusable): void => {
    if (isMeant || !isInCall()) return
    event.preventDefault()
    void ask()
  }
  /** The system shows its own question to whoever logs off; another of ours would lie beneath it. */
  const delay = (event: Refusable): void => {
    if (isInCall()) event.preventDefault()
  }
  const onShutdown = (...args: readonly unknown[]): void => delay(args[0] as Refusable)
  window.on('close', hold)
  app.on('before-quit', hold)
  // Windows tells the window, the others the monitor of power; Electron's types leave the event of the latter out.
  window.on('query-session-end', delay)
  powerMonitor.on('shutdown', onShutdown)
  return {
    quit: () => app.quit(),
    close() {
      app.off('before-quit', hold)
      powerMonitor.off('shutdown', onShutdown)
      if (window.isDestroyed()) return
      window.off('close', hold)
      window.off('query-session-end', delay)
    },
  }
}
