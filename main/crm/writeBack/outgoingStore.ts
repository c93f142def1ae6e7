/** Keeps one agent's records for the CRM on disk, and in memory as far as the disk has them. */
import type { Clock } from '#contract/time'
import type { Outgoing } from '#main/crm/writeBack/outgoing'
import { createOutgoingFile, type OutgoingFile, type OutgoingWrite } from '#main/crm/writeBack/outgoingFile'
import { createListeners } from '#main/desk/listeners'
import type { Log } from '#main/desk/log'
import { writeBackDatabase } from '#main/store/migrations/writeBackMigrations'
import { createRetriedFile } from '#main/store/retriedFile'

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

export function createOutgoingStore({ path, key, clock, log }: OutgoingStoreOptions): OutgoingStore {
  const all = new Map<string, Outgoing>()
  const closed = new Set<string>()
  const held = new Map<string, OutgoingWrite>()
  const listeners = createListeners()

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

  const file = createRetriedFile({
    path,
    key,
    clock,
    log,
    kind: writeBackDatabase,
    synchronous: 'full',
    toFile: (database) => createOutgoingFile(database, clock.nowMs()),
    takeOver: readFile,
    onSetAside() {
      for (const outgoing of all.values()) held.set(outgoing.activity.activityId, { kind: 'put', outgoing })
      for (const activityId of closed)
        held.set(activityId, { kind: 'close', activityId, atMs: clock.nowMs() })
    },
    bringUp(opened, isUnread) {
      if (isUnread) readFile(opened)
      if (held.size > 0) opened.write([...held.values()])
      held.clear()
    },
    heldCount: () => held.size,
    onCaughtUp: listeners.tell,
  })

  file.write()

  return {
    get all() {
      return [...all.values()]
    },
    put(outgoing) {
      const { activityId } = outgoing.activity
      if (closed.has(activityId)) return
      all.set(activityId, outgoing)
      held.set(activityId, { kind: 'put', outgoing })
      file.write()
    },
    close(activityId) {
      all.delete(activityId)
      closed.add(activityId)
      held.set(activityId, { kind: 'close', activityId, atMs: clock.nowMs() })
      file.write()
    },
    isOnDisk: (activityId) =>
      file.isOpen && !held.has(activityId) && (all.has(activityId) || closed.has(activityId)),
    onWritten: listeners.on,
    end: file.close,
  }
}
