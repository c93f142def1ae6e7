/** Callers who come by themselves: a Poisson process whose rate follows the time of day. */
import type { Clock } from '#contract/time'
import type { Random } from '#simulator/people/random'
import type { Scenario } from '#simulator/scenarios/scenario'

type Plan = Scenario['arrivals'][number]

export interface ArrivalsOptions {
  readonly clock: Clock
  readonly random: Random
  readonly utcOffsetMinutes: number
  /** A caller dials the plan's line now. */
  arrive(): void
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The first callers come within this time. */
const startMs = 20_000

/** Begins to bring callers to one line; returns how to stop. */
export function startArrivals(plan: Plan, options: ArrivalsOptions): () => void {
  const { clock, random } = options
  const peak = Math.max(...plan.rates.map((rate) => rate.perHour))
  const cancels = new Set<() => void>()
  const later = (delayMs: number, task: () => void) => {
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel)
      task()
    })
    cancels.add(cancel)
  }
  const next = () => {
    // Thinning (Lewis and Shedler): draw at the peak rate, keep each with the part the present rate is of it.
    later(random.exponential(hourMs / peak), () => {
      if (random.chance(rateAt(plan, clock.nowMs(), options.utcOffsetMinutes) / peak)) options.arrive()
      next()
    })
  }
  for (let caller = 0; caller < plan.atStart; caller++) later(random.between(0, startMs), options.arrive)
  if (peak > 0) next()
  return () => {
    for (const cancel of cancels) cancel()
    cancels.clear()
  }
}

/** Callers an hour at an instant, by the local time of the centre. */
export function rateAt(plan: Pick<Plan, 'rates'>, atMs: number, utcOffsetMinutes: number): number {
  const localMs = (((atMs + utcOffsetMinutes * 60_000) % dayMs) + dayMs) % dayMs
  const byTime = plan.rates
    .map((rate) => ({ fromMs: toMs(rate.from), perHour: rate.perHour }))
    .sort((a, b) => a.fromMs - b.fromMs)
  const begun = byTime.filter((rate) => rate.fromMs <= localMs)
  return (begun.at(-1) ?? byTime.at(-1))?.perHour ?? 0
}

/** `08:30` as milliseconds since midnight. */
function toMs(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * hourMs + minutes * 60_000
}
