/** The CRM cache: who is calling, from an encrypted file, in under a millisecond, whatever state the file is in. */
import type { CallerCard, CardAnswer, PersonHit } from '#contract/callerCard'
import type { CrmMistake } from '#contract/crmSync'
import { type Answer, done, failed } from '#contract/failure'
import { type CacheFileOptions, createCacheFile, retryMs } from '#main/crm/cache/cacheFile'
import { findCards } from '#main/crm/cache/cardLookup'
import type { CardStore } from '#main/crm/cache/cardStore'
import { toLine, toLines } from '#main/crm/cache/importedCard'
import { createNoteShelf } from '#main/crm/cache/noteShelf'
import { fewestLastDigits, toMainNumber } from '#main/crm/cache/numberKey'
import { toSearchWords, toSnippet } from '#main/crm/cache/searchText'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { type Duplicate, findDuplicates } from '#main/crm/duplicates/findDuplicates'
import type { CacheWriter } from '#main/crm/sync/cacheWriter'
import { createCacheWriter } from '#main/crm/sync/createCacheWriter'
import type { FileWork } from '#main/crm/sync/fileWork'
import type { KeepRules } from '#main/crm/sync/keepRules'
import type { SyncTimes } from '#main/crm/sync/syncPlan'
import type { CrmCache } from '#main/desk/parts'
import type { ProxyRoute } from '#main/desk/proxy/proxyRoute'

/**
 * `path` is `crm.db` in the profile, `key` 32 bytes, `country` the one in force at each lookup, `source` null while
 * the site has none: the cache is then what it holds.
 */
export interface CrmCacheOptions extends CacheFileOptions {
  /** How many last digits must agree when no whole number does; 8 unless told, at least 7. */
  readonly lastDigits?: () => number
  /** Who may stay; everybody unless told. */
  readonly rules?: KeepRules
  readonly times?: SyncTimes
  /** Where the settings of the CRM are wrong, for the page; null or absent where they are not. */
  readonly mistake?: CrmMistake | null
  /** Keeps what the CRM gave in place of the secrets of the source. */
  readonly keepSecrets?: (changed: CrmSecrets) => void
  /** The way to the CRM; straight when absent. */
  readonly proxies?: ProxyRoute | undefined
  /** Spreads the desks of a site; Math.random unless told. */
  readonly random?: () => number
}

/** The cache with an end that can be awaited: the thread is gone and the file is let go. */
export interface ClosableCrmCache extends CrmCache {
  readonly writer: CacheWriter
  readonly files: FileWork
  close(): Promise<void>
}

/** When to ask again for a number that the writing thread has not come to yet. */
const fillingRetryMs = 1000

export function createCrmCache(options: CrmCacheOptions): ClosableCrmCache {
  const { country, lastDigits = () => 8 } = options
  const shelf = createNoteShelf()
  const writer = createCacheWriter({
    ...options,
    random: options.random ?? Math.random,
    shelf,
    onSync: {
      onBegin: () => file.onFilling(),
      onDone: () => file.onFilled(),
      onTrouble: (trouble) => file.onUnfilled(trouble === 'disk' ? 'cache-unwritable' : 'cache-unavailable'),
    },
    onFile: (what) => file.onFile(what),
  })
  const file = createCacheFile(options, writer)

  /** What may be shown: with the notes the file has not taken yet, without people who are being forgotten. */
  const show = (answer: CardAnswer): CardAnswer => {
    const cards = toCards(answer)
      .filter(({ personId }) => !writer.isForgotten(personId))
      .map((card) => shelf.show(card))
    const [card] = cards
    if (answer.kind !== 'one' && answer.kind !== 'several') return answer
    if (card === undefined) return { kind: 'none' }
    return cards.length === 1 ? { ...answer, kind: 'one', card } : { ...answer, kind: 'several', cards }
  }

  const find = (store: CardStore, dialString: string | null): CardAnswer =>
    findCards(store, dialString, { country: country(), lastDigits: lastDigits() })

  /** A broken file answers `cache-unavailable`; a surprise is thrown on. */
  const read = <T>(look: (store: CardStore) => Answer<T>): Answer<T> => {
    const { store } = file
    if (store === null) return failed('cache-unavailable', null, retryMs)
    try {
      return look(store)
    } catch (error) {
      file.onFault(error)
      return failed('cache-unavailable', null, retryMs)
    }
  }

  const isToBeShown = ({ card }: Duplicate): boolean => !writer.isForgotten(card.personId)
  const withShelf = (each: Duplicate): Duplicate => ({ ...each, card: shelf.show(each.card) })

  const findPeople = (store: CardStore, personIds: readonly string[]): CallerCard[] =>
    personIds.flatMap((id) => {
      const card = writer.isForgotten(id) ? null : store.findPerson(id)
      return card === null ? [] : [shelf.show(JSON.parse(card) as CallerCard)]
    })

  const searchWords = (store: CardStore, text: string): PersonHit[] => {
    const words = toSearchWords(text)
    const named = store.findWords('name', words, mostHits)
    const noted = named.length < mostHits ? store.findWords('note', words, mostHits) : []
    const toCard = (text: string) => shelf.show(JSON.parse(text) as CallerCard)
    // A search would read sensitive notes aloud, word by word, with nobody on record who asked.
    const byNote = noted
      .filter((text) => !named.includes(text))
      .map(toCard)
      .filter(areNotesOpen)
    const hits = [
      ...named.map((text) => toHit(toCard(text), null)),
      ...byNote.map((card) => toHit(card, toSnippet(card, words))),
    ]
    return hits.slice(0, mostHits)
  }

  return {
    writer,
    files: writer.files,
    get state() {
      return file.state
    },
    onState: file.onState,
    lookup(dialString) {
      // A withheld number needs no file to say so.
      if (dialString === null) return done({ kind: 'withheld' })
      return read((store) => {
        const answer = find(store, dialString)
        // While the cache is not whole, not found does not mean not known.
        if (answer.kind === 'none' && file.state.state !== 'ready')
          return failed('cache-unavailable', null, fillingRetryMs)
        return done(shelf.isEmpty && !writer.isForgetting ? answer : show(answer))
      })
    },
    search(text) {
      return read((store) => {
        const worded = searchWords(store, text)
        const hits =
          worded.length > 0 || !hasWholeNumber(text)
            ? worded
            : toCards(find(store, text)).map((card) => toHit(card, null))
        return done(hits.filter(({ personId }) => !writer.isForgotten(personId)))
      })
    },
    findDuplicates(personId) {
      return read((store) => {
        const [card] = findPeople(store, [personId])
        return done(card === undefined ? [] : findDuplicates(store, card).filter(isToBeShown).map(withShelf))
      })
    },
    findPeople: (personIds) => read((store) => done(findPeople(store, personIds))),
    addNote(personId, authorName, text, atMs) {
      shelf.put({ personId, authorName: toLine(authorName, 120), text: toLines(text, 4000), atMs })
      return writer.flush()
    },
    async close() {
      await writer.flush()
      await file.close()
      writer.close()
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

function areNotesOpen({ sensitive }: CallerCard): boolean {
  return sensitive?.includes('notes') !== true
}

function toHit(
  { personId, name, company, numbers, priority }: CallerCard,
  snippet: string | null,
): PersonHit {
  return { personId, name, company, numbers, priority, snippet }
}
