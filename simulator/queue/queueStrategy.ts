/** Decides which members a queue asks next, for every strategy and for penalty tiers. */
import type { QueueStrategy } from '#contract/queue'
import type { Random } from '#simulator/people/random'

/** A member that could be asked at this moment: free, registered and not yet asked in this round. */
export interface Candidate {
  readonly extension: string
  readonly penalty: number
  /** Place in the queue's own list of members, from 0. */
  readonly place: number
  /** Calls of this queue answered so far. */
  readonly callsTaken: number
  /** When the last call of this queue ended for the member; null before the first. */
  readonly lastCallEndedAtMs: number | null
}

/**
 * The members whose phones ring now: all of the lowest tier for ring-all, otherwise one; empty without candidates.
 * `lastAskedPlace` is the memory of round-robin, null before the first offer.
 */
export function chooseMembers(
  strategy: QueueStrategy,
  candidates: readonly Candidate[],
  lastAskedPlace: number | null,
  random: Random,
): readonly Candidate[] {
  const tier = lowestTier(candidates)
  if (tier.length === 0) return []
  if (strategy === 'ring-all') return tier
  return [chooseOne(strategy, tier, lastAskedPlace, random)]
}

/** The candidates of the lowest penalty, in the order of the queue's list. */
function lowestTier(candidates: readonly Candidate[]): readonly Candidate[] {
  const lowest = Math.min(...candidates.map((each) => each.penalty))
  return candidates.filter((each) => each.penalty === lowest).sort(byPlace)
}

function chooseOne(
  strategy: Exclude<QueueStrategy, 'ring-all'>,
  tier: readonly Candidate[],
  lastAskedPlace: number | null,
  random: Random,
): Candidate {
  switch (strategy) {
    case 'linear':
      return first(tier, byPlace)
    case 'least-recent':
      return first(tier, byLastCall)
    case 'fewest-calls':
      return first(tier, byCallsTaken)
    case 'round-robin-memory':
      return tier.find((each) => each.place > (lastAskedPlace ?? -1)) ?? first(tier, byPlace)
    case 'random':
      return random.pick(tier)
  }
}

type Order = (a: Candidate, b: Candidate) => number

const byPlace: Order = (a, b) => a.place - b.place

const byLastCall: Order = (a, b) => (a.lastCallEndedAtMs ?? -1) - (b.lastCallEndedAtMs ?? -1) || byPlace(a, b)

const byCallsTaken: Order = (a, b) => a.callsTaken - b.callsTaken || byLastCall(a, b)

function first(tier: readonly Candidate[], order: Order): Candidate {
  return tier.reduce((best, each) => (order(each, best) < 0 ? each : best))
}
