/** Does not run without Chromium's sandbox, which the start script of an AppImage switches off where the system lends none. */
import { app, dialog } from 'electron'
import type { ShellWords } from '#main/electron/shellWords'

/** Whether the program is to end at once; then it has said why. A developer's runtime may run as it was started. */
export async function refuseWithoutSandbox(words: ShellWords): Promise<boolean> {
  if (!app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) return false
  // The system's language is known only then, and on Linux a box is shown only then.
  await app.whenReady()
  const locale = app.getLocale().startsWith('fa') ? 'fa' : 'en'
  dialog.showErrorBox(words(locale, 'shell.noSandboxTitle'), words(locale, 'shell.noSandbox'))
  app.exit(1)
  return true
}
