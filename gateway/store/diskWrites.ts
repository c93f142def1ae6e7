/**
 * Rows that are written at once and brought onto the disk behind: whoever must not speak of them before waits, together
 * with everybody else of that moment, and nobody else is held up.
 */
import { close, fsync, open } from 'node:fs'
import { promisify } from 'node:util'
import type Database from 'better-sqlite3'
import type { Logger } from 'pino'

export interface DiskWrites {
  /**
   * Runs one statement, not within a transaction. Its rows are read by everybody from now on and outlive a crash of the
   * gateway; a power cut they outlive once `settled`. Throws where the disk is full or refuses.
   */
  write(run: () => unknown): void
  /** True once all that was written before is on the disk; false where the disk refused it. */
  settled(): Promise<boolean>
  /** Called each time the disk refused what had been written. */
  onRefused(listener: () => void): void
  /** Before the database is closed, which brings all of it onto the disk itself. */
  close(): void
}

/** Brings what was written to a file onto the disk; rejects where that cannot be. */
export interface FileFlush {
  flush(path: string): Promise<void>
  close(): void
}

/** The file stays open: SQLite takes its log away only when the last connection closes. */
export function createFileFlush(): FileFlush {
  let file: number | null = null
  const letGo = () => {
    if (file !== null) close(file, () => {})
    file = null
  }
  return {
    async flush(path) {
      // Writing rights: some systems bring a file onto the disk only for who may change it.
      file ??= await promisify(open)(path, 'r+')
      await promisify(fsync)(file).catch((error: unknown) => {
        letGo()
        throw error
      })
    },
    close: letGo,
  }
}

/**
 * SQLite waits for the disk at each commit (`synchronous = FULL`, see openDatabase) while the whole gateway stands still:
 * two to eight milliseconds. Here it only writes its log (`NORMAL`), and the log is brought onto the disk beside the
 * gateway's work, which is all that FULL does (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export function createDiskWrites(
  database: Database.Database,
  log: Pick<Logger, 'error'>,
  file: FileFlush = createFileFlush(),
): DiskWrites {
  const listeners = new Set<() => void>()
  let written = 0
  let kept = 0
  let flushing: Promise<boolean> | null = null
  let isDue = false
  let isClosed = false

  async function flushOnce(): Promise<boolean> {
    const upTo = written
    try {
      await file.flush(`${database.name}-wal`)
      kept = Math.max(kept, upTo)
      return true
    } catch (error) {
      if (isClosed) return true
      log.error({ err: error }, 'the disk refused what was written')
      for (const listener of listeners) listener()
      return false
    } finally {
      flushing = null
    }
  }

  async function settled(): Promise<boolean> {
    const upTo = written
    while (kept < upTo && !isClosed) {
      flushing ??= flushOnce()
      if (!(await flushing)) return false
    }
    return true
  }

  return {
    write(run) {
      database.pragma('synchronous = NORMAL')
      try {
        run()
      } finally {
        database.pragma('synchronous = FULL')
      }
      written += 1
      if (isDue) return
      isDue = true
      // Whoever writes more in this turn shares the wait.
      setImmediate(() => {
        isDue = false
        void settled()
      })
    },
    settled,
    onRefused(listener) {
      listeners.add(listener)
    },
    close() {
      isClosed = true
      file.close()
    },
  }
}
