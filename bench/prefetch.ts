/** How often the card is fresh from the CRM when the phone rings, for callers who waited, and what that costs the CRM. */
import { type Benchmark, type Measurement, toFigure } from '#bench/benchmark'
import { type PrefetchDay, playDay } from '#bench/prefetchFloor'

const wantedRings = 1000

export const benchmark: Benchmark = {
  name: 'prefetch',
  about:
    'cards refreshed from a CRM of 800 ms before the phone rings, 1,000 practice calls, on a clock of its own',
  async run(log): Promise<Measurement> {
    const centre = await playDay(1, wantedRings)
    log(tell(centre))
    return {
      n: centre.rings.length,
      figures: {
        freshPercent: toPercent(centre),
        rings: centre.rings.length,
        asksPerCaller: toFigure(centre.asks / centre.callers),
        mostAsksInASecond: centre.mostAsksInASecond,
      },
      targets: [
        { figure: 'freshPercent', limit: 99, atLeast: true },
        { figure: 'rings', limit: wantedRings, atLeast: true },
      ],
    }
  },
}

function toPercent({ rings }: PrefetchDay): number {
  const fresh = rings.filter(({ isFresh }) => isFresh).length
  return Math.floor((fresh / Math.max(1, rings.length)) * 10_000) / 100
}

function tell(day: PrefetchDay): string {
  const { agents, callers, rings, asks, mostAsksInASecond } = day
  return `${agents} agents, ${callers} callers, ${rings.length} rings after a wait, ${toPercent(day)} % fresh; ${asks} asks, at most ${mostAsksInASecond} in a second`
}
