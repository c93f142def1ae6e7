/** The practice centre's generated customers as a source of the cache. */
import type { OpenSource } from '#main/crm/sync/cardSource'

export interface PracticeBook {
  readonly seed: number
  readonly size: number
  /** The day the customers' histories end at. */
  readonly nowMs: number
}

/** Raised when the same seed gives other customers than before: the caches of practice desks then fill again. */
const bookVersion = 1

/** Without `nowMs`: once filled, the book serves until seed, size or version change. */
export function practiceBookMark({ seed, size }: PracticeBook): string {
  return JSON.stringify(['practice', bookVersion, seed, size])
}

/** The generator is loaded here, so that a desk at work never loads the simulator for its cache. */
export async function openPracticeBook(book: PracticeBook): Promise<OpenSource> {
  const { createCustomerBook } = await import('#simulator/people/customerBook')
  const customers = createCustomerBook(book)
  return {
    size: customers.size,
    *cards(from) {
      for (let index = from; index < customers.size; index += 1) yield () => customers.at(index)
    },
  }
}
