/** Takes what was deleted out of the file for good, not only out of its tables. */
import type { Database } from '#main/store/openDatabase'

/** Pages that become free are overwritten, every one. */
export function erasing<T>(database: Database, work: () => T): T {
  database.pragma('secure_delete = ON')
  try {
    return work()
  } finally {
    database.pragma('secure_delete = FAST')
  }
}

/** Brings the log into the file and cuts it off: it holds the pages as they were. A reader at work makes it later. */
export function emptyLog(database: Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)')
}
