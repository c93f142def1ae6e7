/** Opens the program with the person's session, or no longer, as the site says. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { Log } from '#main/desk/log'

/** Said to a start by the session: the window waits in the tray. */
export const quietWord = '--in-tray'

/** Only a packed program: a developer's runtime must not start with anybody's session. */
export function startAtLogin(isWanted: boolean, log: Log): void {
  if (!app.isPackaged) return
  if (process.platform === 'linux') keepAutostart(isWanted, log)
  else app.setLoginItemSettings({ openAtLogin: isWanted, args: [quietWord] })
}

/** Whether the session began this program: `words` are its arguments. macOS hands a login item none, and tells it otherwise. */
export function isStartOfSession(words: readonly string[]): boolean {
  if (words.includes(quietWord)) return true
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

/** Electron knows no login items on Linux; this is freedesktop.org's Desktop Application Autostart 0.5. */
function keepAutostart(isWanted: boolean, log: Log): void {
  const path = join(app.getPath('appData'), 'autostart/najva.desktop')
  try {
    if (!isWanted) {
      rmSync(path, { force: true })
      return
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, toDesktopEntry(process.env.APPIMAGE ?? app.getPath('exe')))
  } catch (cause) {
    log.warn({ err: cause }, 'the start with the session could not be set')
  }
}

/** The path quoted as the Desktop Entry Specification 1.5 says (Exec key). */
export function toDesktopEntry(program: string): string {
  const quoted = `"${program
    .replace(/(["`$\\])/g, '\\$1')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`
  return `[Desktop Entry]\nType=Application\nName=Najva\nExec=${quoted} ${quietWord}\nX-GNOME-Autostart-enabled=true\n`
}
