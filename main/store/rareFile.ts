/** An encrypted file that is opened at its first use, and anew after a fault. */
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { closeDatabase, type Database, type DatabaseKind, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

export interface RareFileOptions {
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly kind: DatabaseKind
  /** `normal`: the last writes may be lost with the power; `full` unless told. */
  readonly synchronous?: 'normal' | 'full'
  readonly clock: Clock
  readonly log: Log
  /** The file was unusable, lies at `path` now, and was made anew. */
  onSetAside?(path: string): void
}

export interface RareFile {
  readonly isOpen: boolean
  /** null when the disk or the file refuses; it is opened anew the next time. Throws a surprise on. */
  attempt<T>(work: (file: Database) => T): T | null
  close(): void
}

/** A second desk process on the same profile writes for a moment only. */
const busyTimeoutMs = 500

/**
 * What is written is on the disk when `attempt` returns, where it is to be. After a fault the file is closed, so that the next
 * try judges it anew: SQLite keeps a file that it once opened read-only so, also when the disk is well again.
 */
export function createRareFile(options: RareFileOptions): RareFile {
  const { path, key, kind, synchronous = 'full', clock, log } = options
  let database: Database | null = null

  const open = (): Database | null => {
    if (database !== null) return database
    const answer = openDatabase({ path, key, kind, clock, synchronous, busyTimeoutMs, checkWhole: true })
    if (!answer.ok) return null
    const { setAside } = answer.value
    database = answer.value.database
    if (setAside !== null) {
      log.warn(setAside, `The file of ${kind.name} was set aside`)
      options.onSetAside?.(setAside.path)
    }
    return database
  }

  const close = (): void => {
    if (database !== null) closeDatabase(database)
    database = null
  }

  return {
    get isOpen() {
      return database !== null
    },
    attempt(work) {
      try {
        const file = open()
        return file === null ? null : work(file)
      } catch (error) {
        const fault = toStoreFault(error)
        if (fault === null) throw error
        if (fault !== 'busy') close()
        return null
      }
    },
    close,
  }
}
