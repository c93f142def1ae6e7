/** Knows whether the screen is locked: what stands on it then can be read by whoever passes. Linux does not tell. */
import { powerMonitor } from 'electron'

export interface ScreenLock {
  readonly isLocked: boolean
  onLock(listener: () => void): void
  close(): void
}

export function watchScreenLock(): ScreenLock {
  let isLocked = false
  const listeners: (() => void)[] = []
  const lock = (): void => {
    isLocked = true
    for (const listener of listeners) listener()
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
    onLock: (listener) => void listeners.push(listener),
    close() {
      powerMonitor.off('lock-screen', lock)
      powerMonitor.off('unlock-screen', unlock)
      listeners.length = 0
    },
  }
}
