/** The legs of simulated colleagues, each with the timers of what its holder is about to do. */
import type { Clock } from '#contract/time'
import type { LegId } from '#simulator/telephony'

/**
 * ringing ─▶ talking ◀─▶ held ─▶ gone
 * dialling (a consultation) ─▶ talking ─▶ gone
 */
export interface ColleagueLeg {
  readonly legId: LegId
  readonly extension: string
  /** The held leg a consultation is about; null for every other leg. */
  readonly about: LegId | null
  state: 'ringing' | 'dialling' | 'talking' | 'held'
}

export interface ColleagueLegs {
  open(leg: ColleagueLeg): ColleagueLeg
  find(legId: LegId): ColleagueLeg | null
  /** The consultation about this leg; null when there is none. */
  consultationOf(legId: LegId): ColleagueLeg | null
  /** Runs `task` unless the leg is gone by then. */
  later(leg: ColleagueLeg, delayMs: number, task: () => void): void
  drop(leg: ColleagueLeg): void
  close(): void
}

export function createColleagueLegs(clock: Clock): ColleagueLegs {
  const legs = new Map<LegId, ColleagueLeg>()
  const timers = new Map<LegId, (() => void)[]>()
  const drop = ({ legId }: ColleagueLeg) => {
    for (const cancel of timers.get(legId) ?? []) cancel()
    timers.delete(legId)
    legs.delete(legId)
  }
  return {
    open(leg) {
      legs.set(leg.legId, leg)
      timers.set(leg.legId, [])
      return leg
    },
    find: (legId) => legs.get(legId) ?? null,
    consultationOf: (legId) => [...legs.values()].find((leg) => leg.about === legId) ?? null,
    later(leg, delayMs, task) {
      timers.get(leg.legId)?.push(clock.after(delayMs, task))
    },
    drop,
    close() {
      for (const leg of [...legs.values()]) drop(leg)
    },
  }
}
