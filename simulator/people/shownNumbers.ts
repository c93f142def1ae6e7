/** Which number whoever is called outside sees: the one the phone asks for where it may show it, its usual one otherwise. */
import type { CallId } from '#contract/ids'
import type { PracticeLog } from '#simulator/practiceLog'

export interface ShownNumbers {
  note(callId: CallId, by: { readonly extension: string; readonly asksToShow: string | null }): void
  /** null for a call that shows none, or is over. */
  shownOf(callId: CallId): string | null
  forget(callId: CallId): void
}

/** `offered`: what an extension may show, the usual one first. */
export function createShownNumbers(
  offered: (extension: string) => readonly string[],
  log: PracticeLog,
): ShownNumbers {
  const shown = new Map<CallId, string>()
  return {
    note(callId, { extension, asksToShow }) {
      const numbers = offered(extension)
      const isTheirs = asksToShow !== null && numbers.includes(asksToShow)
      if (asksToShow !== null && !isTheirs)
        log.warn(
          { extension, asked: asksToShow.slice(0, 32) },
          'a phone asked to show a number that is not theirs',
        )
      shown.set(callId, (isTheirs ? asksToShow : numbers[0]) ?? extension)
    },
    shownOf: (callId) => shown.get(callId) ?? null,
    forget: (callId) => void shown.delete(callId),
  }
}
