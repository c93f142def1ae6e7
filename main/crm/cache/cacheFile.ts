/** The life of the cache's file: opened, filled, set aside and made again, while the desk goes on asking it. */
import { basename } from 'node:path'
import type { Clock } from '#contract/time'
import { type CacheState, createCacheState } from '#main/crm/cache/cacheState'
import { type CardStore, createCardStore } from '#main/crm/cache/cardStore'
import { type CacheFill, startFill } from '#main/crm/sync/cacheFill'
import { type CardSource, toSourceMark } from '#main/crm/sync/cardSource'
import type { FillReport } from '#main/crm/sync/fillOrder'
import { planFill } from '#main/crm/sync/fillPlan'
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

export interface CacheFile {
  readonly state: CacheState
  onState(listener: (state: CacheState) => void): () => void
  /** null while there is no file to ask. */
  readonly store: CardStore | null
  /**
   * Told what a statement threw: takes the file out of use if it is broken or cannot be read. Throws a surprise on.
   * A refused write, unlike a refused read, leaves reading as it is.
   */
  onFault(error: unknown, doing: 'read' | 'write'): void
  /** Told that a write went through: a disk that refused earlier is well again. */
  onWritten(): void
  close(): Promise<void>
}

/** How soon a file, a disk or a source that failed is tried again. */
export const retryMs = 5000

/** The ring path may not wait for the filling thread: a note that finds it writing tries again later. */
const busyTimeoutMs = 5

/** A disk that breaks every new file is not healed by making more of them. */
const mostRepairs = 3

/**
 * opening ─▶ ready ◀─▶ rebuilding          (another source; a file set aside, at the start or in use)
 *    │         │            │
 *    └─────────┴────────────┴──▶ unavailable ──every 5 s──▶ opened again
 */
export function createCacheFile(options: CacheFileOptions): CacheFile {
  const { path, key, source, clock, log } = options
  const state = createCacheState(log)
  let open: { readonly database: Database; readonly store: CardStore } | null = null
  let fill: CacheFill | null = null
  let cancelRetry: (() => void) | null = null
  let restarting: Promise<void> | null = null
  let repairs = 0
  let isClosed = false

  const retryLater = (how: 'reopen' | 'replace' = 'reopen'): void => {
    cancelRetry?.()
    if (!isClosed) cancelRetry = clock.after(retryMs, () => restart(how))
  }

  const begin = (isRepair: boolean): void => {
    const answer = openDatabase({ ...options, kind: crmDatabase, synchronous: 'normal', busyTimeoutMs })
    if (!answer.ok) {
      state.enter('unavailable', answer.failure.code)
      retryLater()
      return
    }
    const { database, writable, setAside } = answer.value
    if (setAside !== null)
      log.warn({ file: basename(setAside.path), why: setAside.reason }, 'Cache set aside')
    open = { database, store: createCardStore(database) }
    settle(open.store, writable, isRepair || setAside !== null)
  }

  const settle = (store: CardStore, writable: boolean, isRepair: boolean): void => {
    const country = options.country()
    const mark = source === null ? null : toSourceMark(source, country)
    const filling = store.readFilling()
    const plan = planFill({ hasSource: source !== null, mark, filling, writable, isRepair })
    state.enter(plan.state, plan.failure)
    if (plan.next === 'retry') retryLater()
    if (plan.next === 'fill' && source !== null && mark !== null)
      fill = startFill({ path, key, source, mark, country }, onFill)
  }

  const onFill = (report: FillReport): void => {
    if (report.kind === 'progress') log.debug(report, 'Cache fills')
    if (report.kind === 'done') {
      log.info(report, 'Cache filled')
      repairs = 0
      state.enter('ready', null)
    }
    if (report.kind !== 'failed') return
    log.warn(report, 'Cache cannot be filled')
    if (report.fault === 'broken') {
      restart('replace')
      return
    }
    state.enter('unavailable', report.fault === 'unwritable' ? 'cache-unwritable' : 'cache-unavailable')
    retryLater()
  }

  /** Lets go of the file, moves it out of the way if it is broken, and begins again. One at a time. */
  const restart = (how: 'reopen' | 'replace'): void => {
    if (restarting !== null || isClosed) return
    if (how === 'replace') state.enter('rebuilding', 'cache-unavailable')
    restarting = release()
      .then(() => {
        if (how === 'replace') replaceFile()
        if (!isClosed) begin(how === 'replace')
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

  const replaceFile = (): void => {
    repairs += 1
    if (repairs > mostRepairs) {
      repairs = 0
      throw new Error('The cache breaks as often as it is made')
    }
    log.warn({ file: basename(setAside(path, clock)), why: 'damaged' }, 'Cache set aside')
  }

  const release = async (): Promise<void> => {
    const held = open
    open = null
    cancelRetry?.()
    cancelRetry = null
    await fill?.stop()
    fill = null
    if (held !== null) closeDatabase(held.database)
  }

  try {
    begin(false)
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
    onFault(error, doing) {
      const fault = toStoreFault(error)
      if (fault === null) throw error
      if (fault === 'busy' || isClosed) return
      log.warn({ err: error, doing }, 'Cache fault')
      if (fault === 'broken') restart('replace')
      else if (doing === 'write') state.enter(state.current.state, 'cache-unwritable')
      else {
        state.enter('unavailable', 'cache-unavailable')
        retryLater()
      }
    },
    onWritten() {
      if (state.current.failure?.code === 'cache-unwritable') state.enter(state.current.state, null)
    },
    async close() {
      isClosed = true
      await restarting
      await release()
    },
  }
}
