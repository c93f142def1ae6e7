/**
 * Keeps a page that is refused again and again from filling the log: the first refusals of a minute are written one by
 * one, those that follow are counted, and the count is written when the minute is over.
 */
import type { AgentId } from '#contract/ids'
import type { Clock } from '#contract/time'

export interface RefusalLimit {
  /** Whether this refusal is to be written; one that is not is counted. */
  take(byId: AgentId): boolean
  /** Writes what was counted so far, and waits for nothing more. */
  close(): void
}

/** More than any person is refused by mistake. */
export const refusalsPerMinute = 40
const minuteMs = 60_000

interface Minute {
  written: number
  /** Refused since, and not written one by one. */
  counted: number
  readonly cancel: () => void
}

/** `sum` is told how many refusals of a person's minute were counted alone; never of none. */
export function createRefusalLimit(
  clock: Clock,
  sum: (byId: AgentId, counted: number) => void,
): RefusalLimit {
  const minutes = new Map<AgentId, Minute>()

  function end(byId: AgentId): void {
    const minute = minutes.get(byId)
    minutes.delete(byId)
    minute?.cancel()
    if (minute !== undefined && minute.counted > 0) sum(byId, minute.counted)
  }

  return {
    take(byId) {
      let minute = minutes.get(byId)
      if (minute === undefined) {
        minute = { written: 0, counted: 0, cancel: clock.after(minuteMs, () => end(byId)) }
        minutes.set(byId, minute)
      }
      if (minute.written >= refusalsPerMinute) {
        minute.counted += 1
        return false
      }
      minute.written += 1
      return true
    },
    close() {
      for (const byId of [...minutes.keys()]) end(byId)
    },
  }
}
