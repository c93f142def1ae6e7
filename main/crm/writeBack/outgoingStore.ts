/** Keeps one agent's records for the CRM on disk, and in memory as far as the disk has them. */
import type { Clock } from '#contract/time'
import type { Outgoing } from '#main/crm/writeBack/outgoing'
import { createOutgoingFile, type OutgoingFile, type OutgoingWrite } from '#main/crm/writeBack/outgoingFile'
import type { Log } from '#main/desk/log'
import { writeBackDatabase } from '#main/store/migrations/writeBackMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

export interface OutgoingStoreOptions {
  /** `<agent>.crm.db` in the profile. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
}

export interface OutgoingStore {
  /** In the order they were handed over. */
  readonly all: readonly Outgoing[]
  /** A new one, or one that changed. One that was closed before stays closed. */
  put(outgoing: Outgoing): void
  /** The CRM has it, or the agent dropped it. */
  close(activityId: string): void
  /** Whether the disk has this one, open or closed: only then may the other copy be let go. */
  isOnDisk(activityId: string): boolean
  /** Told when a disk that refused has taken everything. */
  onWritten(listener: () => void): () => void
  end(): void
}

/** How long a refused write waits before the next try. */
const retryMs = 2000

/** A second desk process on the same profile writes for a moment only. */
const busyTimeoutMs = 500

export function createOutgoingStore({ path, key, clock, log }: OutgoingStoreOptions): OutgoingStore {
  const all = new Map<string, Outgoing>()
  const closed = new Set<string>()
  const held = new Map<string, OutgoingWrite>()
  const listeners = new Set<() => void>()
  let open: { readonly database: Database; readonly file: OutgoingFile } | null = null
  let cancelRetry: (() => void) | null = null
  let isEnded = false

  const shut = (): void => {
    if (open !== null) closeDatabase(open.database)
    open = null
  }

  const openFile = (): boolean => {
    const request = { path, key, kind: writeBackDatabase, clock, synchronous: 'full', busyTimeoutMs } as const
    const answer = openDatabase({ ...request, checkWhole: true })
    if (!answer.ok) return false
    const { database, setAside } = answer.value
    if (setAside !== null) {
      log.warn(setAside, 'Records for the CRM set aside')
      for (const outgoing of all.values()) held.set(outgoing.activity.activityId, { kind: 'put', outgoing })
    }
    open = { database, file: createOutgoingFile(database, clock.nowMs()) }
    return true
  }

  /** What the file knows and memory does not: at the start, or when it can be opened at last. */
  const readFile = (file: OutgoingFile): void => {
    const content = file.read()
    if (content.unreadable > 0)
      log.warn({ rows: content.unreadable }, 'Records for the CRM that cannot be read')
    for (const activityId of content.closed) closed.add(activityId)
    const later = [...all.values()]
    all.clear()
    for (const outgoing of [...content.outgoing, ...later]) {
      const { activityId } = outgoing.activity
      if (!closed.has(activityId)) all.set(activityId, outgoing)
    }
  }

  const write = (): boolean => {
    try {
      const isNew = open === null
      if (isNew && !openFile()) return false
      if (open === null) return false
      if (isNew) readFile(open.file)
      if (held.size > 0) open.file.write([...held.values()])
      held.clear()
      return true
    } catch (error) {
      const fault = toStoreFault(error)
      if (fault === null) throw error
      if (fault !== 'busy') shut()
      return false
    }
  }

  const writeSoon = (): void => {
    if (cancelRetry !== null || isEnded || write()) return
    log.error({ held: held.size }, 'Records for the CRM cannot be written; they are held')
    const retry = (): void => {
      cancelRetry = write() ? null : clock.after(retryMs, retry)
      if (cancelRetry === null) for (const listener of [...listeners]) listener()
    }
    cancelRetry = clock.after(retryMs, retry)
  }

  writeSoon()

  return {
    get all() {
      return [...all.values()]
    },
    put(outgoing) {
      const { activityId } = outgoing.activity
      if (closed.has(activityId)) return
      all.set(activityId, outgoing)
      held.set(activityId, { kind: 'put', outgoing })
      writeSoon()
    },
    close(activityId) {
      all.delete(activityId)
      closed.add(activityId)
      held.set(activityId, { kind: 'close', activityId, atMs: clock.nowMs() })
      writeSoon()
    },
    isOnDisk: (activityId) =>
      open !== null && !held.has(activityId) && (all.has(activityId) || closed.has(activityId)),
    onWritten(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    end() {
      isEnded = true
      cancelRetry?.()
      if (held.size > 0) write()
      shut()
    },
  }
}
