/** An encrypted file that is opened at its first use, and anew after a fault: for what is read and written now and then. */
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { closeDatabase, type Database, type DatabaseKind, openDatabase } from '#main/store/openDatabase'
import { toStoreFault } from '#main/store/storeFault'

export interface RareFileOptions {
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly kind: DatabaseKind
  readonly clock: Clock
  readonly log: Log
}

export interface RareFile {
  /** null when the disk or the file refuses; it is opened anew the next time. Throws a surprise on. */
  attempt<T>(work: (file: Database) => T): T | null
  close(): void
}

/** A second desk process on the same profile writes for a moment only. */
const busyTimeoutMs = 500

/** What is written is on the disk when `attempt` returns. */
export function createRareFile({ log, ...options }: RareFileOptions): RareFile {
  let database: Database | null = null

  const open = (): Database | null => {
    if (database !== null) return database
    const answer = openDatabase({ ...options, synchronous: 'full', busyTimeoutMs, checkWhole: true })
    if (!answer.ok) return null
    const { setAside } = answer.value
    if (setAside !== null) log.warn(setAside, `The file of ${options.kind.name} was set aside`)
    database = answer.value.database
    return database
  }

  const close = (): void => {
    if (database !== null) closeDatabase(database)
    database = null
  }

  return {
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
