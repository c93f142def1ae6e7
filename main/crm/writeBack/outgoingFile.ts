/** The rows of records on their way into the CRM; knows SQL and nothing of what to do when it fails. */
import { Outgoing } from '#main/crm/writeBack/outgoing'
import type { Database } from '#main/store/openDatabase'

export interface OutgoingContent {
  /** In the order they were handed over. */
  readonly outgoing: readonly Outgoing[]
  /** Records the CRM has or the agent dropped, by activity id. */
  readonly closed: readonly string[]
  /** Rows that do not fit the schema and were left where they are. */
  readonly unreadable: number
}

export type OutgoingWrite =
  | { readonly kind: 'put'; readonly outgoing: Outgoing }
  | { readonly kind: 'close'; readonly activityId: string; readonly atMs: number }

export interface OutgoingFile {
  read(): OutgoingContent
  /** All or none, on the disk when it returns. Throws what SQLite throws. */
  write(changes: readonly OutgoingWrite[]): void
}

/** How long a closed record is remembered: a desk that was off for a month hands nothing over twice. */
const rememberedMs = 90 * 24 * 3_600_000

export function createOutgoingFile(database: Database, nowMs: number): OutgoingFile {
  const open = database
    .prepare<[], string>('SELECT entry FROM activity WHERE entry IS NOT NULL ORDER BY place')
    .pluck()
  const closed = database
    .prepare<[], string>('SELECT activity_id FROM activity WHERE closed_at_ms IS NOT NULL')
    .pluck()
  // One that is closed stays closed, whoever hands it over again.
  const put = database.prepare(
    `INSERT INTO activity (activity_id, entry) VALUES (?, ?)
     ON CONFLICT (activity_id) DO UPDATE SET entry = excluded.entry WHERE entry IS NOT NULL`,
  )
  const close = database.prepare(
    `INSERT INTO activity (activity_id, closed_at_ms) VALUES (?, ?)
     ON CONFLICT (activity_id) DO UPDATE SET entry = NULL, closed_at_ms = excluded.closed_at_ms`,
  )
  const forget = database.prepare('DELETE FROM activity WHERE closed_at_ms < ?')
  return {
    read() {
      const rows = open.all()
      const outgoing = rows.flatMap(toValid)
      return { outgoing, closed: closed.all(), unreadable: rows.length - outgoing.length }
    },
    write: database.transaction((changes: readonly OutgoingWrite[]) => {
      forget.run(nowMs - rememberedMs)
      for (const change of changes) {
        if (change.kind === 'close') close.run(change.activityId, change.atMs)
        else put.run(change.outgoing.activity.activityId, JSON.stringify(change.outgoing))
      }
    }).immediate,
  }
}

function toValid(text: string): Outgoing[] {
  try {
    const parsed = Outgoing.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data] : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
