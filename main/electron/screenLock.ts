/** Knows whether the screen is locked: what stands on it then can be read by whoever passes. Linux does not tell. */
import { powerMonitor } from 'electron'
import { createListeners, type Listeners } from '#main/desk/listeners'

export interface ScreenLock {
  readonly isLocked: boolean
  /** Returns how to stop listening. */
  readonly onLock: Listeners['on']
  close(): void
}

export function watchScreenLock(): ScreenLock {
  let isLocked = false
  const listeners = createListeners()
  const lock = (): void => {
    isLocked = true
    listeners.tell()
  }
  const unlock = (): void => {
    isLocked = false
  }
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('unlock-screen', unlock)
  return {
    get isLocked() {
      return isLocked
    },
    onLock: listeners.on,
    close() {
      powerMonitor.off('lock-screen', lock)
      powerMonitor.off('unlock-screen', unlock)
    },
  }
}
