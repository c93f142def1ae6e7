/**
 * An encrypted file that memory is ahead of while the disk refuses: what is held is its owner's, and is tried again until
 * the disk takes it.
 *
 * open ──refused──▶ behind ──every 2 s: reopen if needed, bring up to date──▶ open
 */
import type { Clock } from '#contract/time'
import type { Log } from '#main/desk/log'
import { type Database, type DatabaseKind, openSetAside } from '#main/store/openDatabase'
import { createRareFile } from '#main/store/rareFile'
import { isOtherSchema, toStoreFault } from '#main/store/storeFault'

export interface RetriedFileOptions<File> {
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly kind: DatabaseKind
  /** `normal`: the last writes may be lost with the power. */
  readonly synchronous: 'normal' | 'full'
  readonly clock: Clock
  readonly log: Log
  toFile(database: Database): File
  /** The file was unusable and is made anew: everything that memory has is to be held. */
  onSetAside(): void
  /** Before that: what an unusable file can still be read for, by a newer version's for example. May throw like `bringUp`. */
  takeOver(left: File): void
  /** Writes what is held; reads the file where `isUnread`. May throw what SQLite throws: it is tried again. */
  bringUp(file: File, isUnread: boolean): void
  /** How many writes are held. */
  heldCount(): number
  /** A disk that refused has taken everything. */
  onCaughtUp(): void
}

export interface RetriedFile {
  readonly isOpen: boolean
  /** Something is held that was not. False: the disk refuses, and is tried again by itself. */
  write(): boolean
  /** Tries once more what is held, then lets go of the file. */
  close(): void
}

/** How long a refused write waits before the next try: a person frees a disk in seconds, not in milliseconds. */
export const retryMs = 2000

export function createRetriedFile<File>(options: RetriedFileOptions<File>): RetriedFile {
  const { key, kind, clock, log } = options
  const disk = createRareFile({
    ...options,
    onSetAside(leftPath) {
      rescue(leftPath)
      options.onSetAside()
    },
  })
  /** Made of the database that is open, for the time it is. */
  let made: { readonly database: Database; readonly file: File } | null = null
  /** Opened, and its owner has not read it whole. */
  let isUnread = false
  let cancelRetry: (() => void) | null = null
  let isClosed = false

  /** The words of a person outlast a damage that is elsewhere in the file, and a version that is taken back. */
  const rescue = (leftPath: string): void => {
    const left = openSetAside(leftPath, { key, kind })
    if (left === null) return
    try {
      options.takeOver(options.toFile(left))
    } catch (error) {
      if (toStoreFault(error) === null && !isOtherSchema(error)) throw error
    } finally {
      left.close()
    }
  }

  const tryNow = (): boolean =>
    disk.attempt((database) => {
      if (made?.database !== database) {
        made = { database, file: options.toFile(database) }
        isUnread = true
      }
      options.bringUp(made.file, isUnread)
      isUnread = false
      return true
    }) ?? false

  const retry = (): void => {
    if (!tryNow()) {
      cancelRetry = clock.after(retryMs, retry)
      return
    }
    cancelRetry = null
    log.info(`The file of ${kind.name} is written again`)
    options.onCaughtUp()
  }

  return {
    get isOpen() {
      return disk.isOpen
    },
    write() {
      if (cancelRetry !== null || isClosed) return false
      if (tryNow()) return true
      log.error(
        { held: options.heldCount() },
        `The file of ${kind.name} cannot be written; its writes are held`,
      )
      cancelRetry = clock.after(retryMs, retry)
      return false
    },
    close() {
      isClosed = true
      cancelRetry?.()
      if (options.heldCount() > 0) tryNow()
      disk.close()
    },
  }
}
