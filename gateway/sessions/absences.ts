/** Times how long a person's desk has been away: after the grace it has vanished, after the longest it is signed out. */
import type { AgentId } from '#contract/ids'
import type { Clock } from '#contract/time'

/** A reload or a short loss of the network changes nothing that others see. */
export const graceMs = 60_000
/** A desk that slept through the night signs in anew. */
export const longestAbsenceMs = 12 * 60 * 60_000

export interface Absences {
  begin(agentId: AgentId): void
  end(agentId: AgentId): void
  close(): void
}

export interface AbsenceListener {
  onVanished(agentId: AgentId): void
  onExpired(agentId: AgentId): void
}

export function createAbsences(clock: Clock, listener: AbsenceListener): Absences {
  const timers = new Map<AgentId, () => void>()
  let isClosed = false

  function end(agentId: AgentId): void {
    timers.get(agentId)?.()
    timers.delete(agentId)
  }

  return {
    begin(agentId) {
      end(agentId)
      if (isClosed) return
      const stops = [
        clock.after(graceMs, () => listener.onVanished(agentId)),
        clock.after(longestAbsenceMs, () => {
          timers.delete(agentId)
          listener.onExpired(agentId)
        }),
      ]
      timers.set(agentId, () => {
        for (const stop of stops) stop()
      })
    },
    end,
    close() {
      isClosed = true
      for (const agentId of [...timers.keys()]) end(agentId)
    },
  }
}
