/** Opens the log of monitoring in a gateway's store for whoever inspects it: beside the running gateway, and only to read. */
import Database from 'better-sqlite3'
import type { AuditEntry } from '#contract/audit'
import { type AuditLog, auditColumns, createAuditLog } from '#gateway/store/auditLog'

export interface OpenedAudit extends Pick<AuditLog, 'verify'> {
  /** null while the log is empty. */
  readonly newest: AuditEntry | null
  /** Oldest first, from `fromMs` on and before `untilMs`; as they stand there, whole or not. */
  entries(fromMs: number, untilMs: number): Iterable<AuditEntry>
  close(): void
}

/** null where the store is from before there was such a log. Throws where there is no store, or it is none. */
export function openAudit(path: string): OpenedAudit | null {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit'")
    if (table.get() === undefined) {
      database.close()
      return null
    }
    const log = createAuditLog(database)
    const select = `SELECT ${auditColumns} FROM audit`
    const newest = database.prepare<[], AuditEntry>(`${select} ORDER BY serial DESC LIMIT 1`)
    const ofPeriod = database.prepare<[number, number], AuditEntry>(
      `${select} WHERE at_ms >= ? AND at_ms < ? ORDER BY serial`,
    )
    return {
      verify: log.verify,
      get newest() {
        return newest.get() ?? null
      },
      entries: (fromMs, untilMs) => ofPeriod.iterate(fromMs, untilMs),
      close: () => void database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}
