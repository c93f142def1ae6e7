/** Writes wrap-ups to the desk's database and, while the disk refuses, holds the writes and tries again. */
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import {
  createWrapUpFile,
  type WrapUpContent,
  type WrapUpFile,
  type WrapUpWrite,
} from '#main/desk/wrapUpFile'
import { deskDatabase } from '#main/store/migrations/deskMigrations'
import { closeDatabase, type Database, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

/** How long a refused write waits before the next try: an agent frees a disk in seconds, not in milliseconds. */
export const retryMs = 2000

/** A second desk process on the same profile writes for a moment only. */
const busyTimeoutMs = 500

export interface WrapUpDiskOptions {
  readonly path: string
  readonly key: Uint8Array
  readonly clock: Clock
  readonly log: Log
  /** Told what the file holds each time it was opened. */
  onRead(content: WrapUpContent): void
  /** What a file made anew must hold: everything that memory has. */
  everything(): readonly WrapUpWrite[]
}

export interface WrapUpDisk {
  /** `ok` when it is on the disk; `cache-unwritable` when it is held and will be tried again. */
  write(change: WrapUpWrite): Answer<null>
  /** Tries once more what is held, then closes the file. */
  close(): void
}

interface OpenFile {
  readonly database: Database
  readonly file: WrapUpFile
}

/**
 * open ──refused──▶ behind ──every 2 s: reopen if needed, write what is held──▶ open
 * A file that turns out broken is set aside then, made anew and filled from memory.
 */
export function createWrapUpDisk(options: WrapUpDiskOptions): WrapUpDisk {
  const { clock, log } = options
  const held = new Map<string, WrapUpWrite>()
  let open: OpenFile | null = null
  let cancelRetry: (() => void) | null = null

  const shut = (): void => {
    if (open !== null) closeDatabase(open.database)
    open = null
  }

  const openFile = (): OpenFile | null => {
    const answer = openDatabase({
      ...options,
      kind: deskDatabase,
      synchronous: 'full',
      busyTimeoutMs,
      checkWhole: true,
    })
    if (!answer.ok) return null
    const { database, setAside } = answer.value
    if (setAside !== null) {
      log.warn(setAside, 'Drafts file set aside')
      for (const change of options.everything()) held.set(toKey(change), change)
    }
    return { database, file: createWrapUpFile(database, clock.nowMs()) }
  }

  /** Brings the file up to date with memory; false when the disk refuses. */
  const catchUp = (): boolean => {
    const isNew = open === null
    try {
      open ??= openFile()
      if (open === null) return false
      if (held.size > 0) open.file.write([...held.values()])
      held.clear()
      if (isNew) readInto(options, open.file)
      return true
    } catch (error) {
      leave(error)
      return false
    }
  }

  /**
   * After a fault the file is closed, so that the next try judges it anew: SQLite keeps a file that it once opened
   * read-only so, also when the disk is well again. Throws a surprise on.
   */
  const leave = (error: unknown): void => {
    const fault = toStoreFault(error)
    if (fault === null) throw error
    if (fault !== 'busy') shut()
  }

  const fallBehind = (): void => {
    if (cancelRetry !== null) return
    log.error({ held: held.size }, 'Drafts cannot be written; they are held in memory')
    const retry = (): void => {
      cancelRetry = catchUp() ? null : clock.after(retryMs, retry)
      if (cancelRetry === null) log.info('Drafts are written again')
    }
    cancelRetry = clock.after(retryMs, retry)
  }

  if (!catchUp()) fallBehind()

  return {
    write(change) {
      const key = toKey(change)
      held.delete(key)
      held.set(key, change)
      if (cancelRetry === null && catchUp()) return done(null)
      fallBehind()
      return failed('cache-unwritable', null, retryMs)
    },
    close() {
      cancelRetry?.()
      if (held.size > 0) catchUp()
      shut()
    },
  }
}

function readInto(options: WrapUpDiskOptions, file: WrapUpFile): void {
  const content = file.read()
  if (content.unreadable > 0) options.log.warn({ rows: content.unreadable }, 'Drafts that cannot be read')
  options.onRead(content)
}

/** A later write of the same thing replaces the one held. */
function toKey(change: WrapUpWrite): string {
  switch (change.kind) {
    case 'draft':
      return `draft ${change.draft.callId}`
    case 'dropDraft':
      return `dropDraft ${change.callId}`
    case 'record':
      return `record ${change.record.callId}`
    case 'due':
      return `due ${change.record.commandId}`
    case 'dropDue':
      return `dropDue ${change.commandId}`
    case 'sent':
      return `sent ${change.commandId}`
  }
}
