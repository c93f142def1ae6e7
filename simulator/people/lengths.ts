/** Draws lengths of time for people: patience, talk, ranges. */
import type { Random } from '#simulator/people/random'
import type { Length } from '#simulator/scenarios/scenario'

/** Whole milliseconds between the length's `minMs` and `maxMs`. */
export function drawLength(length: Length, random: Random): number {
  const drawn = Math.round(random.logNormal(length.medianMs, length.sigma))
  return Math.min(length.maxMs, Math.max(length.minMs, drawn))
}

export function drawRange([fromMs, toMs]: readonly [number, number], random: Random): number {
  return random.between(fromMs, toMs)
}
