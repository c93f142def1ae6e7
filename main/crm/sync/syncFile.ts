/** Where the copy of the CRM stands, in the file: which source, which run, which page is next. */
import type { SyncKind } from '#main/crm/connector/connector'
import type { Database } from '#main/store/openDatabase'

export interface SyncRun {
  readonly kind: SyncKind
  /** Verbatim from the CRM; null before the first page. */
  readonly cursor: string | null
  readonly taken: number
  /** The newest row there was when the run began: who stands beyond it came in with it. */
  readonly newestBefore: number
}

export interface SyncMark {
  /** What the source was recorded as. */
  readonly source: string
  /** Whether everybody was taken once. */
  readonly complete: boolean
  /** From where the next delta begins; null where there is none. */
  readonly since: string | null
  readonly syncedAtMs: number | null
  /** When everybody was last taken. */
  readonly fullAtMs: number | null
  /** What was interrupted; null between two runs. */
  readonly run: SyncRun | null
}

interface SyncRow {
  readonly source: string
  readonly complete: number
  readonly since: string | null
  readonly syncedAtMs: number | null
  readonly fullAtMs: number | null
  readonly run: SyncKind | null
  readonly cursor: string | null
  readonly taken: number
  readonly newestBefore: number
}

/** null when no run was ever begun. */
export function readSyncMark(database: Database): SyncMark | null {
  const row = database
    .prepare<[], SyncRow>(
      `SELECT source, complete, since, synced_at_ms AS syncedAtMs, full_at_ms AS fullAtMs, run, cursor, taken,
         newest_before AS newestBefore FROM sync`,
    )
    .get()
  if (row === undefined) return null
  const { source, since, syncedAtMs, fullAtMs, cursor, taken, newestBefore } = row
  const run = row.run === null ? null : { kind: row.run, cursor, taken, newestBefore }
  return { source, complete: row.complete === 1, since, syncedAtMs, fullAtMs, run }
}

/** Inside the caller's transaction. */
export function prepareSyncMark(database: Database): (mark: SyncMark) => void {
  const write = database.prepare(
    `INSERT OR REPLACE INTO sync
       (only, source, complete, since, synced_at_ms, full_at_ms, run, cursor, taken, newest_before)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return ({ source, complete, since, syncedAtMs, fullAtMs, run }) => {
    const { kind, cursor, taken, newestBefore } = run ?? {
      kind: null,
      cursor: null,
      taken: 0,
      newestBefore: 0,
    }
    write.run(source, complete ? 1 : 0, since, syncedAtMs, fullAtMs, kind, cursor, taken, newestBefore)
  }
}
