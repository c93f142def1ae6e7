/** Notes what ended by itself, opens a page that was lost again, and ends the program whole when main itself is broken. */
import { app, type BrowserWindow, type Details, dialog, type RenderProcessGoneDetails } from 'electron'
import { type CrashBook, toMainCrash } from '#main/desk/crashBook'
import type { SignKeeper } from '#main/desk/deskSigns'
import type { Log } from '#main/desk/log'
import type { ShellDesk } from '#main/desk/shellDesk'
import type { ShellWords } from '#main/electron/shellWords'

export interface CrashParts {
  readonly crashes: CrashBook
  readonly shell: Pick<ShellDesk, 'tellNext'>
  readonly signs: SignKeeper
  readonly words: ShellWords
  readonly window: BrowserWindow
  readonly nowMs: () => number
  readonly log: Log
}

/** A page that is lost so often within the time is not opened again without being asked to. */
const often = { times: 3, withinMs: 300_000 }

/** Pure: whether a page lost now, after having been lost at these times, is opened again by itself. */
export function mayReopen(lostAtMs: readonly number[], nowMs: number): boolean {
  return lostAtMs.filter((atMs) => nowMs - atMs < often.withinMs).length < often.times
}

export function watchCrashes(parts: CrashParts): () => void {
  const { crashes, shell, window, nowMs, log } = parts
  const lostAtMs: number[] = []
  const reopen = (): void => {
    if (window.isDestroyed()) return
    shell.tellNext({ kind: 'pageCrashed' })
    window.webContents.reload()
  }
  const whenPageGone = (_event: unknown, { reason, exitCode }: RenderProcessGoneDetails): void => {
    if (reason === 'clean-exit') return
    log.error({ why: reason }, 'the page was lost')
    crashes.note({ process: 'page', reason, exitCode, at: [] })
    const mayNow = mayReopen(lostAtMs, nowMs())
    lostAtMs.push(nowMs())
    if (mayNow) reopen()
    else void ask(parts, reopen)
  }
  /** Chromium begins its own helpers again by itself. */
  const whenChildGone = (_event: unknown, { type, reason, exitCode }: Details): void => {
    if (reason === 'clean-exit' || reason === 'killed') return
    log.warn({ kind: type, why: reason }, 'a helper of the system was lost')
    crashes.note({ process: type === 'GPU' ? 'graphics' : 'other', reason, exitCode, at: [] })
  }
  window.webContents.on('render-process-gone', whenPageGone)
  app.on('child-process-gone', whenChildGone)
  return () => {
    app.off('child-process-gone', whenChildGone)
    if (!window.isDestroyed()) window.webContents.off('render-process-gone', whenPageGone)
  }
}

async function ask({ signs, words, window }: CrashParts, reopen: () => void): Promise<void> {
  const say = (key: string): string => words(signs.current.locale, key)
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: say('shell.lostTitle'),
    detail: say('shell.lostText'),
    buttons: [say('shell.reopen'), say('shell.quit')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 0) reopen()
  else app.quit()
}

/** A start that breaks at once would break again and again. */
const steadyAfterMs = 60_000

/**
 * What nobody caught leaves main in a state nobody knows: it is noted, and the program ends and begins anew, where the telephone
 * system brings a caller back. Electron by itself would show the error and go on. Without dumps: a dump is the memory, with
 * everybody's names and passwords in it, so the crash reporter is never started.
 */
export function endOnSurprise(crashes: CrashBook, log: Log, uptimeMs: () => number): () => void {
  const end = (cause: unknown): void => {
    crashes.note(toMainCrash(cause))
    log.fatal({ err: cause }, 'the desk breaks off')
    if (uptimeMs() >= steadyAfterMs) app.relaunch()
    app.exit(1)
  }
  process.on('uncaughtException', end)
  return () => process.off('uncaughtException', end)
}
