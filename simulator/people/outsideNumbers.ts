/**
 * The numbering plan of the world outside the practice centre: what a dialled number does.
 *
 * A number that ends in one of these SIP statuses always ends so, and every other number is answered by a person
 * after a few rings:
 *
 * …401 …403 …404 …488 …500 …503  refused at once
 * …486                            busy, after a moment
 * …480 …603                       rings, then nobody there, or declined
 * …408                            no sign of life at all, then timed out
 */
import type { Random } from '#simulator/people/random'

export interface OutsideAnswer {
  /** null for a number that never rings. */
  readonly ringsAfterMs: number | null
  /** null for a number that is answered. */
  readonly sipStatus: number | null
  /** When it is answered or refused, from the dialling. */
  readonly settledAfterMs: number
}

const refusals: Readonly<Record<string, OutsideAnswer>> = {
  '401': { ringsAfterMs: null, sipStatus: 401, settledAfterMs: 300 },
  '403': { ringsAfterMs: null, sipStatus: 403, settledAfterMs: 300 },
  '404': { ringsAfterMs: null, sipStatus: 404, settledAfterMs: 300 },
  '408': { ringsAfterMs: null, sipStatus: 408, settledAfterMs: 20_000 },
  '480': { ringsAfterMs: 500, sipStatus: 480, settledAfterMs: 15_000 },
  '486': { ringsAfterMs: null, sipStatus: 486, settledAfterMs: 1_200 },
  '488': { ringsAfterMs: null, sipStatus: 488, settledAfterMs: 300 },
  '500': { ringsAfterMs: null, sipStatus: 500, settledAfterMs: 300 },
  '503': { ringsAfterMs: null, sipStatus: 503, settledAfterMs: 300 },
  '603': { ringsAfterMs: 500, sipStatus: 603, settledAfterMs: 4_000 },
}

export function toOutsideAnswer(number: string, random: Random): OutsideAnswer {
  const refusal = refusals[number.slice(-3)]
  return refusal ?? { ringsAfterMs: 500, sipStatus: null, settledAfterMs: random.between(2_500, 7_000) }
}
