/** Keeps the machine awake in a call, and tells the page's phone when it goes to sleep, wakes or is unlocked. */
import { powerMonitor, powerSaveBlocker } from 'electron'
import type { SignKeeper } from '#main/desk/deskSigns'
import type { ShellDesk } from '#main/desk/shellDesk'

export function watchPower(signs: SignKeeper, shell: Pick<ShellDesk, 'wish'>): () => void {
  let blocker: number | null = null
  const release = (): void => {
    if (blocker !== null) powerSaveBlocker.stop(blocker)
    blocker = null
  }
  const review = (): void => {
    // The screen may go dark; the call may not.
    if (signs.current.phone.state === 'idle') release()
    else blocker ??= powerSaveBlocker.start('prevent-app-suspension')
  }
  const wake = (): void => shell.wish({ kind: 'woke' })
  /** The blocker holds off the machine's own sleep; a lid that is closed, or a person who wants it, does not ask. */
  const sleep = (): void => shell.wish({ kind: 'sleeps' })
  powerMonitor.on('suspend', sleep)
  powerMonitor.on('resume', wake)
  powerMonitor.on('unlock-screen', wake)
  review()
  const stop = signs.onChange(review)
  return () => {
    stop()
    release()
    powerMonitor.off('suspend', sleep)
    powerMonitor.off('resume', wake)
    powerMonitor.off('unlock-screen', wake)
  }
}
