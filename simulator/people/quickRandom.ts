/** Random numbers for one entry of a large book: made in nanoseconds, good enough for choosing words. */

export interface QuickRandom {
  /** Uniform integer in [0, limit); `limit` up to 2^32. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
}

/** Steele, Lea and Flood's SplitMix with 32-bit words (as in mulberry32), begun from the seed and the entry. */
export function createQuickRandom(seed: number, entry: number): QuickRandom {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(entry + 1, 0x9e3779b1)) | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number) => Math.floor((next() / 0x1_0000_0000) * limit)
  return { below, pick: <T>(list: readonly T[]) => list[below(list.length)] as T }
}
