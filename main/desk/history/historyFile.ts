/** The rows of the call history in its database; knows SQL and nothing of what to do when it fails. */
import { mostHistory } from '#contract/history'
import { KeptCall } from '#main/desk/history/historyBook'
import { emptyLog, erasing } from '#main/store/erasing'
import type { Database } from '#main/store/openDatabase'

export interface HistoryFile {
  /** Rows that do not fit the contract are left where they are. */
  read(): { readonly calls: readonly KeptCall[]; readonly unreadable: number }
  /** All or none, and the oldest beyond the limit are gone. Throws what SQLite throws. */
  write(calls: readonly KeptCall[]): void
  /** Takes calls out, and what the file and its log still hold of them. */
  drop(ids: readonly string[]): void
}

export function createHistoryFile(database: Database): HistoryFile {
  const readAll = database.prepare<[], string>('SELECT entry FROM call ORDER BY began_at_ms').pluck()
  const put = database.prepare(
    `INSERT INTO call (id, began_at_ms, entry) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET began_at_ms = excluded.began_at_ms, entry = excluded.entry`,
  )
  const forget = database.prepare(
    `DELETE FROM call WHERE id IN (SELECT id FROM call ORDER BY began_at_ms DESC LIMIT -1 OFFSET ${mostHistory})`,
  )
  const drop = database.prepare('DELETE FROM call WHERE id = ?')
  const dropAll = database.transaction((ids: readonly string[]) => {
    for (const id of ids) drop.run(id)
  }).immediate
  return {
    read() {
      const rows = readAll.all()
      const calls = rows.flatMap(toCall)
      return { calls, unreadable: rows.length - calls.length }
    },
    write: database.transaction((calls: readonly KeptCall[]) => {
      for (const call of calls) put.run(call.id, call.beganAtMs, JSON.stringify(call))
      forget.run()
    }).immediate,
    drop(ids) {
      erasing(database, () => dropAll(ids))
      emptyLog(database)
    },
  }
}

function toCall(text: string): KeptCall[] {
  try {
    const parsed = KeptCall.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data] : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
