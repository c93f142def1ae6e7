/** Keeps one agent's call history in memory and, encrypted, on disk: a disk that refuses costs nothing but time. */
import { type HistoryPage, type HistoryQuery, type HistoryState, mostHistory } from '#contract/history'
import type { Queue } from '#contract/queue'
import type { Clock } from '#contract/time'
import { findEntries, interrupt, type KeptCall } from '#main/desk/history/historyBook'
import { createHistoryFile, type HistoryFile } from '#main/desk/history/historyFile'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import { historyDatabase } from '#main/store/migrations/historyMigrations'
import { createRetriedFile } from '#main/store/retriedFile'

export interface HistoryStoreOptions {
  /** `<agent>.calls.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
}

export interface HistoryStore {
  /** Oldest first; those that last are among them. */
  readonly calls: Iterable<KeptCall>
  readonly state: HistoryState
  onChange(listener: () => void): () => void
  put(call: KeptCall): void
  /** `queues` are those of now: their calls are found by the names they have by now, too. */
  find(query: HistoryQuery, queues: readonly Queue[]): HistoryPage
  /** Every missed call has been looked at. */
  markSeen(): void
  /** Takes out every call with this person or one of these numbers, on disk as soon as it lets. */
  forget(personId: string, numbers: readonly string[]): void
  /** Tries once more what the disk refused, then lets go of the file. */
  close(): void
}

/** What lasted when the desk was last closed did not outlive it: it is told as interrupted. */
export function createHistoryStore({ path, key, clock, log }: HistoryStoreOptions): HistoryStore {
  const calls = new Map<string, KeptCall>()
  const unwritten = new Set<string>()
  /** Forgotten, and still on the disk. */
  const dropped = new Set<string>()
  const listeners = createListeners()
  let revision = 0

  const readFile = (file: HistoryFile): void => {
    const { calls: kept, unreadable } = file.read()
    if (unreadable > 0) log.warn({ rows: unreadable }, 'Calls that cannot be read')
    for (const call of kept) {
      if (calls.has(call.id) || dropped.has(call.id)) continue
      calls.set(call.id, call.outcome === 'live' ? interrupt(call) : call)
      if (call.outcome === 'live') unwritten.add(call.id)
    }
  }

  const file = createRetriedFile({
    path,
    key,
    clock,
    log,
    kind: historyDatabase,
    synchronous: 'normal',
    toFile: createHistoryFile,
    takeOver: readFile,
    onSetAside() {
      for (const id of calls.keys()) unwritten.add(id)
    },
    bringUp(opened, isUnread) {
      if (isUnread) readFile(opened)
      if (unwritten.size > 0) opened.write([...unwritten].flatMap((id) => calls.get(id) ?? []))
      unwritten.clear()
      if (dropped.size > 0) opened.drop([...dropped])
      dropped.clear()
    },
    heldCount: () => unwritten.size + dropped.size,
    onCaughtUp: () => changed(),
  })

  const changed = (): void => {
    revision += 1
    listeners.tell()
  }

  const keep = (call: KeptCall): void => {
    calls.set(call.id, call)
    unwritten.add(call.id)
  }

  const forgetOldest = (): void => {
    if (calls.size <= mostHistory) return
    const byAge = [...calls.values()].toSorted((a, b) => a.beganAtMs - b.beganAtMs)
    for (const { id } of byAge.slice(0, calls.size - mostHistory)) {
      calls.delete(id)
      unwritten.delete(id)
    }
  }

  file.write()

  return {
    get calls() {
      return calls.values()
    },
    get state() {
      return { revision, unseenMissed: [...calls.values()].filter((call) => !call.isSeen).length }
    },
    onChange: listeners.on,
    put(call) {
      keep(call)
      forgetOldest()
      file.write()
      changed()
    },
    find(query, queues) {
      const entries = findEntries(calls.values(), query, queues)
      return { entries: entries.slice(0, query.limit), total: entries.length }
    },
    markSeen() {
      const unseen = [...calls.values()].filter((call) => !call.isSeen)
      if (unseen.length === 0) return
      for (const call of unseen) keep({ ...call, isSeen: true })
      file.write()
      changed()
    },
    forget(personId, numbers) {
      for (const call of [...calls.values()]) {
        const isTheirs = call.personId === personId || (call.number !== null && numbers.includes(call.number))
        if (!isTheirs || call.outcome === 'live') continue
        calls.delete(call.id)
        unwritten.delete(call.id)
        dropped.add(call.id)
      }
      if (dropped.size === 0) return
      file.write()
      changed()
    },
    close: file.close,
  }
}
