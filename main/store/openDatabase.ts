/** Opens an encrypted database file of the desk, setting aside what cannot be read and bringing it up to date. */
import { hkdfSync } from 'node:crypto'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import { setAside } from '#main/store/setAside'
import { toStoreFault } from '#main/store/storeFault'

export type Database = BetterSqlite3.Database

/** One numbered step of a schema; its number is its place in the list, from 1. Never changed once released. */
export interface Migration {
  /** `NNNN-what`. */
  readonly name: string
  readonly sql: string
}

/** What a file is for: tells our files from foreign ones and carries the schema. */
export interface DatabaseKind {
  /** Part of the key's derivation: two kinds never share a key. */
  readonly name: string
  /** SQLite's application_id, a positive 32-bit number of our own. */
  readonly applicationId: number
  readonly migrations: readonly Migration[]
}

export interface OpenRequest {
  readonly path: string
  /** 32 random bytes (loadProfileKey, or the system's keychain). */
  readonly key: Uint8Array
  readonly kind: DatabaseKind
  readonly clock: Clock
  /** `full`: a commit is on the disk before it returns. `normal`: the last commits may be lost with the power. */
  readonly synchronous: 'normal' | 'full'
  /** How long a statement waits for another connection's write; 0 answers `busy` at once. */
  readonly busyTimeoutMs: number
  /** Reads every page before the file is trusted; only for small files. */
  readonly checkWhole?: boolean
}

export type SetAsideReason = 'unreadable' | 'foreign' | 'newer' | 'damaged'

export interface OpenedDatabase {
  readonly database: Database
  /** False on a full or read-only disk: reads work, writes fail. */
  readonly writable: boolean
  /** Where an unusable file went and why; null when the file was sound or there was none. */
  readonly setAside: { readonly path: string; readonly reason: SetAsideReason } | null
}

/**
 * Never throws for an expected fault: `cache-unwritable` when the disk refuses a new file, `cache-unavailable` when
 * the old one cannot be moved out of the way. Damage found later, while reading, is the caller's to notice.
 */
export function openDatabase(request: OpenRequest): Answer<OpenedDatabase> {
  try {
    mkdirSync(dirname(request.path), { recursive: true, mode: 0o700 })
    const first = tryOpen(request)
    if (first.ok) return done({ ...first.opened, setAside: null })
    const movedTo = setAside(request.path, request.clock)
    const second = tryOpen(request)
    if (!second.ok) return failed('cache-unavailable')
    return done({ ...second.opened, setAside: { path: movedTo, reason: first.reason } })
  } catch (error) {
    const fault = toStoreFault(error)
    if (fault === null) throw error
    return failed(fault === 'unwritable' ? 'cache-unwritable' : 'cache-unavailable')
  }
}

/**
 * Closes so that the next start can read it even from a read-only disk: a file left in WAL mode needs a writable
 * folder for its -shm. Another connection still at work keeps WAL, which is right too.
 */
export function closeDatabase(database: Database): void {
  try {
    if (database.open) database.pragma('journal_mode = DELETE')
  } catch (error) {
    if (toStoreFault(error) === null) throw error
  } finally {
    database.close()
  }
}

/** A file that was set aside, for whoever looks for what can still be read in it; null when nothing can. */
export function openSetAside(path: string, request: Pick<OpenRequest, 'key' | 'kind'>): Database | null {
  let database: Database | null = null
  try {
    database = new BetterSqlite3(path, { fileMustExist: true })
    unlock(database, request)
    if (database.pragma('application_id', { simple: true }) === request.kind.applicationId) return database
  } catch (error) {
    if (toStoreFault(error) === null) throw error
  }
  database?.close()
  return null
}

type Attempt =
  | { readonly ok: true; readonly opened: Omit<OpenedDatabase, 'setAside'> }
  | { readonly ok: false; readonly reason: SetAsideReason }

function tryOpen(request: OpenRequest): Attempt {
  createForOwner(request.path)
  const database = new BetterSqlite3(request.path, { timeout: request.busyTimeoutMs })
  try {
    unlock(database, request)
    const reason = judge(database, request)
    if (reason === null) return { ok: true, opened: { database, writable: prepare(database, request) } }
    database.close()
    return { ok: false, reason }
  } catch (error) {
    database.close()
    if (toStoreFault(error) === 'broken') return { ok: false, reason: 'unreadable' }
    throw error
  }
}

/** A file that is not there yet is made for its owner alone; SQLite's -wal and -shm take after it. */
function createForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch (error) {
    // There already, or no file can be made here: SQLite then opens it, or says why not.
    if (toStoreFault(error) === null) throw error
  }
}

/**
 * ChaCha20-Poly1305 rather than SQLCipher's AES-CBC with HMAC-SHA512: measured on one machine with 2 kB rows it
 * fills twice as fast into half the space, does not depend on AES instructions (thin clients), and like SQLCipher
 * authenticates every page, so that a flipped bit is an error and never a wrong card. The raw key skips the
 * passphrase derivation, which would cost a second at each start and add nothing to 256 random bits.
 */
function unlock(database: Database, { key, kind }: Pick<OpenRequest, 'key' | 'kind'>): void {
  if (key.byteLength !== 32) throw new RangeError('A database key has 32 bytes')
  const own = Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `najva ${kind.name}`, 32))
  database.pragma(`cipher = 'chacha20'`)
  database.pragma(`key = "x'${own.toString('hex')}'"`)
}

/** Why the file cannot be used; null when it can. A wrong key and damaged bytes both throw SQLITE_NOTADB. */
function judge(database: Database, { kind, checkWhole }: OpenRequest): SetAsideReason | null {
  const isEmpty = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  const applicationId = database.pragma('application_id', { simple: true })
  if (isEmpty && applicationId === 0) return null
  if (applicationId !== kind.applicationId) return 'foreign'
  if (readVersion(database) > kind.migrations.length) return 'newer'
  if (checkWhole && database.pragma('quick_check(1)', { simple: true }) !== 'ok') return 'damaged'
  return null
}

/** Sets the connection up and brings the schema up to date; whether the file can be written. */
function prepare(database: Database, request: OpenRequest): boolean {
  // Sorting and temporary indexes stay out of clear-text files.
  database.pragma('temp_store = MEMORY')
  // Deleted rows are overwritten: what is no longer kept is not readable in a free page by whoever gets the key.
  database.pragma('secure_delete = FAST')
  // A schema planted in the file must not run functions or defeat the page checks.
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  // 32 MB of decrypted pages: the upper levels of every index stay in memory, so a lookup decrypts a page or two.
  database.pragma('cache_size = -32000')
  database.pragma(`synchronous = ${request.synchronous}`)
  try {
    // Readers and the one writer do not wait for each other: a lookup goes on while the cache is filled.
    database.pragma('journal_mode = WAL')
    // A long fill must not leave a log of its own size behind.
    database.pragma('journal_size_limit = 33554432')
    migrate(database, request.kind)
    return true
  } catch (error) {
    const isCurrent = readVersion(database) === request.kind.migrations.length
    const fault = toStoreFault(error)
    if (isCurrent && fault === 'busy') return true
    if (isCurrent && fault === 'unwritable') return false
    throw error
  }
}

/** Runs what is missing, each step whole or not at all; writes the version even when it is current, as a probe. */
function migrate(database: Database, kind: DatabaseKind): void {
  const version = readVersion(database)
  if (version === 0) database.pragma(`application_id = ${kind.applicationId}`)
  kind.migrations.forEach((migration, index) => {
    if (index < version) return
    database
      .transaction(() => {
        database.exec(migration.sql)
        database.pragma(`user_version = ${index + 1}`)
      })
      .immediate()
  })
  database.pragma(`user_version = ${kind.migrations.length}`)
}

function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}
