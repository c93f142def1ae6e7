/** The life of the cache's file: opened, set aside and made again, while the desk goes on asking it. */
import { basename } from 'node:path'
import type { FailureCode } from '#contract/failure'
import type { Clock } from '#contract/time'
import { type CacheState, createCacheState } from '#main/crm/cache/cacheState'
import { type CardStore, createCardStore } from '#main/crm/cache/cardStore'
import { rescueWritten } from '#main/crm/cache/rescueWritten'
import { type CardSource, toSourceMark } from '#main/crm/sync/cardSource'
import { planFill } from '#main/crm/sync/fillPlan'
import { readSyncMark } from '#main/crm/sync/syncFile'
import type { Log } from '#main/desk/log'
import { crmDatabase } from '#main/store/migrations/crmMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { setAside } from '#main/store/setAside'
import { toStoreFault } from '#main/store/storeFault'

export interface CacheFileOptions {
  /** `crm.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  /** ISO 3166 alpha-2, as in force when it is asked. */
  readonly country: () => string
  /** null while the site has none: the cache is then what it holds. */
  readonly source: CardSource | null
  readonly clock: Clock
  readonly log: Log
}

/** Whoever writes the file, told when it may and when it has to let go. */
export interface FileWriter {
  /** `sourceMark` as in `toSourceMark`; `brokenPath`: where a broken file went that this one stands for. */
  open(sourceMark: string | null, brokenPath: string | null): void
  shut(why: FailureCode): Promise<void>
}

export interface CacheFile {
  readonly state: CacheState
  onState(listener: (state: CacheState) => void): () => void
  /** null while there is no file to ask. */
  readonly store: CardStore | null
  /** Told what a reading statement threw: takes the file out of use if it cannot be read. Throws a surprise on. */
  onFault(error: unknown): void
  /** Told by the writer: the file is broken, the disk refuses, or it took something again. */
  onFile(what: 'broken' | 'refused' | 'written'): void
  /** Everybody is to be taken from the source; all are there; they could not be taken. */
  onFilling(): void
  onFilled(): void
  onUnfilled(code: FailureCode): void
  close(): Promise<void>
}

/** How soon a file, a disk or a source that failed is tried again. */
export const retryMs = 5000

/** The ring path may not wait: the desk's own connection only reads, and writes at its opening alone. */
const busyTimeoutMs = 5

/** A disk that breaks every new file is not healed by making more of them. */
const mostRepairs = 3

/**
 * opening ─▶ ready ◀─▶ rebuilding          (another source; a file set aside, at the start or in use)
 *    │         │            │
 *    └─────────┴────────────┴──▶ unavailable ──every 5 s──▶ opened again
 */
export function createCacheFile(options: CacheFileOptions, writer: FileWriter): CacheFile {
  const { path, source, clock, log } = options
  const state = createCacheState(log)
  let open: { readonly database: Database; readonly store: CardStore } | null = null
  let cancelRetry: (() => void) | null = null
  let restarting: Promise<void> | null = null
  let repairs = 0
  let isWhole = false
  let isClosed = false

  const retryLater = (how: 'reopen' | 'replace' = 'reopen'): void => {
    cancelRetry?.()
    if (!isClosed) cancelRetry = clock.after(retryMs, () => restart(how))
  }

  /** `movedTo`: where a broken file went just now; null when there was none. */
  const begin = (movedTo: string | null): void => {
    const answer = openDatabase({ ...options, kind: crmDatabase, synchronous: 'normal', busyTimeoutMs })
    if (!answer.ok) {
      state.enter('unavailable', answer.failure.code)
      retryLater()
      return
    }
    const { database, writable, setAside } = answer.value
    if (setAside !== null)
      log.warn({ file: basename(setAside.path), why: setAside.reason }, 'Cache set aside')
    const broken = setAside?.path ?? movedTo
    if (broken !== null && writable) rescueFrom(broken, database)
    open = { database, store: createCardStore(database) }
    settle(database, writable, broken)
  }

  const rescueFrom = (broken: string, database: Database): void => {
    const rows = rescueWritten(broken, database, options.key)
    if (rows > 0) log.info({ file: basename(broken), rows }, 'What was written here taken over')
  }

  const settle = (database: Database, writable: boolean, brokenPath: string | null): void => {
    const isRepair = brokenPath !== null
    const mark = source === null ? null : toSourceMark(source, options.country())
    const file = readSyncMark(database)
    const plan = planFill({ hasSource: source !== null, mark, file, writable, isRepair })
    isWhole = source === null || file?.complete === true
    state.enter(plan.state, plan.failure)
    if (plan.next === 'retry') retryLater()
    if (writable) writer.open(mark, brokenPath)
    else void writer.shut('cache-unwritable')
  }

  /** Lets go of the file, moves it out of the way if it is broken, and begins again. One at a time. */
  const restart = (how: 'reopen' | 'replace'): void => {
    if (restarting !== null || isClosed) return
    if (how === 'replace') state.enter('rebuilding', 'cache-unavailable')
    restarting = release()
      .then(() => {
        const movedTo = how === 'replace' ? replaceFile() : null
        if (!isClosed) begin(movedTo)
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'Cache cannot be opened again')
        state.enter('unavailable', 'cache-unavailable')
        retryLater(toStoreFault(error) === 'broken' ? 'replace' : 'reopen')
      })
      .finally(() => {
        restarting = null
      })
  }

  const replaceFile = (): string => {
    repairs += 1
    if (repairs > mostRepairs) {
      repairs = 0
      throw new Error('The cache breaks as often as it is made')
    }
    const movedTo = setAside(path, clock)
    log.warn({ file: basename(movedTo), why: 'damaged' }, 'Cache set aside')
    return movedTo
  }

  const release = async (): Promise<void> => {
    const held = open
    open = null
    cancelRetry?.()
    cancelRetry = null
    await writer.shut(state.current.failure?.code ?? 'cache-unavailable')
    if (held !== null) closeDatabase(held.database)
  }

  try {
    begin(null)
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    restart(toStoreFault(error) === 'broken' ? 'replace' : 'reopen')
  }

  return {
    get state() {
      return state.current
    },
    get store() {
      return open?.store ?? null
    },
    onState: state.onChange,
    onFault(error) {
      const fault = toStoreFault(error)
      if (fault === null) throw error
      if (fault === 'busy' || isClosed) return
      log.warn({ err: error }, 'Cache fault')
      if (fault === 'broken') {
        restart('replace')
        return
      }
      state.enter('unavailable', 'cache-unavailable')
      retryLater()
    },
    onFile(what) {
      if (isClosed) return
      if (what === 'broken') restart('replace')
      else if (what === 'refused') state.enter(state.current.state, 'cache-unwritable')
      else if (state.current.failure?.code === 'cache-unwritable') state.enter(state.current.state, null)
    },
    onFilling() {
      if (!isWhole && state.current.state === 'unavailable') state.enter('opening', null)
    },
    onFilled() {
      isWhole = true
      repairs = 0
      state.enter('ready', null)
    },
    onUnfilled(code) {
      if (!isWhole) state.enter('unavailable', code)
      else if (code === 'cache-unwritable') state.enter(state.current.state, code)
    },
    async close() {
      isClosed = true
      await restarting
      await release()
    },
  }
}
