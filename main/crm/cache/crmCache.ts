/** The CRM cache: who is calling, from an encrypted file, in under a millisecond, whatever state the file is in. */
import type { CallerCard, CardAnswer, PersonHit } from '#contract/callerCard'
import { type Answer, done, failed } from '#contract/failure'
import { type CacheFileOptions, createCacheFile, retryMs } from '#main/crm/cache/cacheFile'
import { findCards } from '#main/crm/cache/cardLookup'
import { toLine, toLines } from '#main/crm/cache/importedCard'
import { createNoteShelf, type NoteShelf } from '#main/crm/cache/noteShelf'
import { fewestLastDigits, toMainNumber } from '#main/crm/cache/numberKey'
import type { CrmCache } from '#main/desk/parts'
import { toStoreFault } from '#main/store/storeFault'

/**
 * `path` is `crm.db` in the profile, `key` 32 bytes, `country` the one in force at each lookup, `source` null while
 * the site has none: the cache is then what it holds.
 */
export interface CrmCacheOptions extends CacheFileOptions {
  /** How many last digits must agree when no whole number does; 8 unless told, at least 7. */
  readonly lastDigits?: () => number
}

/** The cache with an end that can be awaited: the thread is gone and the file is let go. */
export interface ClosableCrmCache extends CrmCache {
  close(): Promise<void>
}

/** When to ask again for a number that the filling thread has not come to yet. */
const fillingRetryMs = 1000

/** A note waits this long for its turn while the filling thread writes. */
const busyRetryMs = 250

export function createCrmCache(options: CrmCacheOptions): ClosableCrmCache {
  const { clock, country, lastDigits = () => 8 } = options
  const file = createCacheFile(options)
  const shelf = createNoteShelf()
  let cancelRetry: (() => void) | null = null

  const retryNotesIn = (delayMs: number): void => {
    cancelRetry?.()
    cancelRetry = clock.after(delayMs, writeNotes)
  }

  /** Takes what is on the shelf to the disk; `busy` and `unwritable` leave it there and try again. */
  const writeNotes = (): Answer<null> => {
    const notes = shelf.all()
    if (notes.length === 0) return done(null)
    try {
      if (file.store === null) {
        retryNotesIn(retryMs)
        return failed('cache-unavailable', null, retryMs)
      }
      file.store.addNotes(notes)
      shelf.drop(notes)
      file.onWritten()
      return done(null)
    } catch (error) {
      file.onFault(error, 'write')
      const isBusy = toStoreFault(error) === 'busy'
      retryNotesIn(isBusy ? busyRetryMs : retryMs)
      return isBusy ? done(null) : failed('cache-unwritable', null, retryMs)
    }
  }

  const lookup = (dialString: string | null): Answer<CardAnswer> => {
    const { store } = file
    // A withheld number needs no file to say so.
    if (dialString === null) return done({ kind: 'withheld' })
    if (store === null) return failed('cache-unavailable', null, retryMs)
    try {
      const answer = findCards(store, dialString, { country: country(), lastDigits: lastDigits() })
      // While the cache is not whole, not found does not mean not known.
      if (answer.kind === 'none' && file.state.state !== 'ready')
        return failed('cache-unavailable', null, fillingRetryMs)
      return done(withShelf(shelf, answer))
    } catch (error) {
      file.onFault(error, 'read')
      return failed('cache-unavailable', null, retryMs)
    }
  }

  const search = (text: string): Answer<PersonHit[]> => {
    const { store } = file
    if (store === null) return failed('cache-unavailable', null, retryMs)
    try {
      const named = store.findNames(text, mostHits).map((card) => JSON.parse(card) as CallerCard)
      if (named.length > 0 || !hasWholeNumber(text)) return done(named.map(toHit))
      const answer = findCards(store, text, { country: country(), lastDigits: lastDigits() })
      return done(toCards(answer).map(toHit))
    } catch (error) {
      file.onFault(error, 'read')
      return failed('cache-unavailable', null, retryMs)
    }
  }

  return {
    get state() {
      return file.state
    },
    onState: file.onState,
    lookup,
    search,
    addNote(personId, authorName, text, atMs) {
      shelf.put({ personId, authorName: toLine(authorName, 120), text: toLines(text, 4000), atMs })
      return writeNotes()
    },
    async close() {
      cancelRetry?.()
      writeNotes()
      cancelRetry?.()
      await file.close()
    },
  }
}

const mostHits = 20

/** Digits enough to tell people apart, as in `lookup`. */
function hasWholeNumber(text: string): boolean {
  return toMainNumber(text).replace(/\D/g, '').length >= fewestLastDigits
}

function toCards(answer: CardAnswer): readonly CallerCard[] {
  if (answer.kind === 'one') return [answer.card]
  return answer.kind === 'several' ? answer.cards : []
}

function toHit({ personId, name, company, numbers, priority }: CallerCard): PersonHit {
  return { personId, name, company, numbers, priority }
}

function withShelf(shelf: NoteShelf, answer: CardAnswer): CardAnswer {
  if (shelf.isEmpty) return answer
  switch (answer.kind) {
    case 'one':
      return { ...answer, card: shelf.show(answer.card) }
    case 'several':
      return { ...answer, cards: answer.cards.map((card) => shelf.show(card)) }
    case 'none':
    case 'withheld':
      return answer
  }
}
