/** When colleagues pause, why and for how long. */
import type { PbxCommand } from '#contract/pbx'
import type { Clock } from '#contract/time'
import { drawRange } from '#simulator/people/lengths'
import type { Random } from '#simulator/people/random'
import type { Scenario } from '#simulator/scenarios/scenario'

/** Reasons by their site-wide ids, with how long each takes; the likely ones stand more than once. */
const breaks: readonly { readonly reason: string; readonly lengthMs: readonly [number, number] }[] = [
  { reason: 'short', lengthMs: [4 * 60_000, 9 * 60_000] },
  { reason: 'short', lengthMs: [4 * 60_000, 9 * 60_000] },
  { reason: 'prayer', lengthMs: [8 * 60_000, 15 * 60_000] },
  { reason: 'lunch', lengthMs: [20 * 60_000, 40 * 60_000] },
  { reason: 'meeting', lengthMs: [10 * 60_000, 30 * 60_000] },
  { reason: 'training', lengthMs: [15 * 60_000, 35 * 60_000] },
  { reason: 'technical', lengthMs: [2 * 60_000, 8 * 60_000] },
]

export interface BreaksOptions {
  readonly extensions: readonly string[]
  readonly habits: Pick<Scenario['colleagues'], 'pauseEveryMs' | 'pausedAtOnce'>
  readonly clock: Clock
  readonly randoms: ReadonlyMap<string, Random>
  command(command: PbxCommand): void
}

/** Begins everyone's breaks; returns how to end them. Who would be one too many works on and tries later. */
export function startBreaks(options: BreaksOptions): () => void {
  const { habits, clock } = options
  const cancels = new Map<string, () => void>()
  let pausedNow = 0
  const work = (extension: string, random: Random, everyMs: number) => {
    cancels.set(
      extension,
      clock.after(random.exponential(everyMs), () => {
        if (pausedNow >= habits.pausedAtOnce) work(extension, random, everyMs)
        else rest(extension, random, everyMs)
      }),
    )
  }
  const rest = (extension: string, random: Random, everyMs: number) => {
    const { reason, lengthMs } = random.pick(breaks)
    pausedNow += 1
    options.command({ kind: 'pause', extension, reason })
    cancels.set(
      extension,
      clock.after(drawRange([lengthMs[0], lengthMs[1]], random), () => {
        pausedNow -= 1
        options.command({ kind: 'unpause', extension })
        work(extension, random, everyMs)
      }),
    )
  }
  if (habits.pauseEveryMs !== null) {
    for (const [extension, random] of options.randoms) work(extension, random, habits.pauseEveryMs)
  }
  return () => {
    for (const cancel of cancels.values()) cancel()
    cancels.clear()
  }
}
