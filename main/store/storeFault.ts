/** Sorts what SQLite or the file system throws into the few faults a store can do something about. */

/**
 * - `broken` the bytes are not a database this key and program can read: set it aside and begin anew
 * - `unwritable` the disk refuses: full, read-only, no permission; reads may still work
 * - `busy` another connection is writing; the same thing works in a moment
 */
export type StoreFault = 'broken' | 'unwritable' | 'busy'

const faultsByCode: Readonly<Record<string, StoreFault>> = {
  SQLITE_NOTADB: 'broken',
  SQLITE_CORRUPT: 'broken',
  SQLITE_FORMAT: 'broken',
  SQLITE_FULL: 'unwritable',
  SQLITE_READONLY: 'unwritable',
  SQLITE_IOERR: 'unwritable',
  SQLITE_CANTOPEN: 'unwritable',
  SQLITE_PERM: 'unwritable',
  SQLITE_AUTH: 'unwritable',
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_PROTOCOL: 'busy',
}

const systemCodes = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'EMFILE',
  'ENFILE',
  'EBUSY',
  'EFBIG',
])

/** Pure: the fault an error means; null for a surprise, which the caller throws on. */
export function toStoreFault(error: unknown): StoreFault | null {
  const code = toErrorCode(error)
  if (code === null) return null
  if (systemCodes.has(code)) return 'unwritable'
  // Extended codes add a word to the primary one: SQLITE_IOERR_WRITE, SQLITE_BUSY_SNAPSHOT.
  const primary = code.split('_').slice(0, 2).join('_')
  return faultsByCode[primary] ?? null
}

/** A table or column that is asked for is not there, as in a file of another version. */
export function isOtherSchema(error: unknown): boolean {
  return toErrorCode(error) === 'SQLITE_ERROR'
}

/** The `code` of an error of SQLite or of the system; null when it has none. */
export function toErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
