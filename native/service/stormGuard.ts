/** Counts a device's reports by the second, so that one gone mad cannot keep the desk busy. */
import type { Clock } from '#contract/time'

export interface StormGuard {
  /** False when the report is to be dropped unread. */
  admit(): boolean
  readonly isStorming: boolean
  close(): void
}

export interface StormGuardParts {
  readonly clock: Clock
  /** Reports in one second that no hand can make. */
  readonly limit: number
  onStorm(): void
  /** After a second within the limit. */
  onCalm(): void
}

const windowMs = 1000

export function createStormGuard(parts: StormGuardParts): StormGuard {
  let count = 0
  let isStorming = false
  let cancel: (() => void) | null = null

  const endWindow = (): void => {
    cancel = null
    const wasOver = count > parts.limit
    count = 0
    if (wasOver) cancel = parts.clock.after(windowMs, endWindow)
    else if (isStorming) {
      isStorming = false
      parts.onCalm()
    }
  }

  return {
    admit() {
      cancel ??= parts.clock.after(windowMs, endWindow)
      count += 1
      if (count > parts.limit && !isStorming) {
        isStorming = true
        parts.onStorm()
      }
      return !isStorming
    },
    get isStorming() {
      return isStorming
    },
    close() {
      cancel?.()
    },
  }
}
