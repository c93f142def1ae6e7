/** What the desk tells the thread that fills the cache, and what it hears back. */
import type { CardSource } from '#main/crm/sync/cardSource'
import type { StoreFault } from '#main/store/storeFault'

export interface FillOrder {
  readonly path: string
  readonly key: Uint8Array
  readonly source: CardSource
  /** Recorded with the cards, so that the next start knows whose they are. */
  readonly mark: string
  readonly country: string
  /** One 32-bit number shared with the desk: not 0 means stop after the present batch. */
  readonly stop: SharedArrayBuffer
}

export type FillReport =
  | { readonly kind: 'progress'; readonly taken: number; readonly size: number | null }
  /** `refused` of the cards taken did not fit the contract and were left out. */
  | { readonly kind: 'done'; readonly taken: number; readonly refused: number }
  | { readonly kind: 'stopped' }
  /** `source`: the source could not be read. `surprise`: anything not foreseen, told in `message`. */
  | { readonly kind: 'failed'; readonly fault: StoreFault | 'source' | 'surprise'; readonly message: string }
