/** Seeded random numbers, one independent stream per purpose, so that a new draw in one place moves no other. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, limit); `limit` at least 1. */
  below(limit: number): number
  /** Uniform integer in [min, max], both included. */
  between(min: number, max: number): number
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean
  /** One element; the list must not be empty. */
  pick<T>(list: readonly T[]): T
  /** Exponential with this mean, never 0: the time to the next arrival of a Poisson process. */
  exponential(mean: number): number
  /** Log-normal with this median; `sigma` is the spread of its logarithm. */
  logNormal(median: number, sigma: number): number
}

/** The stream of one purpose under one seed; the same two always give the same numbers. */
export function createRandom(seed: number, purpose: string): Random {
  return toRandom(sfc32(seed, purpose))
}

function toRandom(next: () => number): Random {
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (probability) => next() < probability,
    pick: (list) => pickFrom(list, below(list.length)),
    exponential: (mean) => -Math.log(1 - next()) * mean + Number.MIN_VALUE,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal(next)),
  }
}

function pickFrom<T>(list: readonly T[], index: number): T {
  if (index >= list.length) throw new RangeError('cannot pick from an empty list')
  return list[index] as T
}

/** Box and Muller's transform: one standard normal value from two uniform ones. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand; warmed up for 12 rounds. */
function sfc32(seed: number, purpose: string): () => number {
  let a = hash(purpose, 0x9e3779b9)
  let b = hash(purpose, seed >>> 0)
  let c = hash(String(seed), 0x243f6a88)
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** FNV-1a over UTF-16 units, finished by an avalanche so that neighbouring seeds share no pattern. */
function hash(text: string, basis: number): number {
  let value = basis ^ 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) | 0
}
