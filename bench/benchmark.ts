/** What a benchmark is and what it answers: figures with units in their names, and the targets they must meet. */

export interface Target {
  /** Name of a figure. */
  readonly figure: string
  /** The figure must be at most this, or at least this when `atLeast` is set. */
  readonly limit: number
  readonly atLeast?: boolean
}

export interface Measurement {
  /** How many times the thing measured was done. */
  readonly n: number
  /** Units stand in the names: `cardP95Ms`, `lookupRatio`. */
  readonly figures: Readonly<Record<string, number>>
  readonly targets: readonly Target[]
}

export interface Benchmark {
  readonly name: string
  /** One sentence for the list. */
  readonly about: string
  run(log: (line: string) => void): Promise<Measurement>
}

export interface JudgedTarget extends Target {
  /** null when the figure was not measured, which is a miss. */
  readonly value: number | null
  readonly ok: boolean
}

export function judgeTargets(measurement: Measurement): JudgedTarget[] {
  return measurement.targets.map((target) => {
    const value = measurement.figures[target.figure] ?? null
    const ok = value !== null && (target.atLeast ? value >= target.limit : value <= target.limit)
    return { ...target, value, ok }
  })
}

/** The value below which `share` (0–1) of the samples lie, by the nearest-rank rule. Throws on no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('No sample was measured')
  return value
}

/** Rounds to three significant digits, enough for a figure and short enough to read. */
export function toFigure(value: number): number {
  return Number(value.toPrecision(3))
}
