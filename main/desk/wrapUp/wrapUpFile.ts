/** The rows of drafts and finished records in the desk's database; knows SQL and nothing of what to do when it fails. */
import type { z } from 'zod'
import type { CallId } from '#contract/ids'
import { EpochMs } from '#contract/time'
import { WrapUpDraft, WrapUpRecord } from '#contract/wrapUp'
import type { Database } from '#main/store/openDatabase'

export const SavedDraft = WrapUpDraft.extend({ savedAtMs: EpochMs })
export type SavedDraft = z.infer<typeof SavedDraft>

/** Everything kept; the order of `records` is that of finishing. */
export interface WrapUpContent {
  readonly drafts: readonly SavedDraft[]
  readonly records: readonly WrapUpRecord[]
  /** Not taken to the list for the CRM yet, in the order of finishing. */
  readonly due: readonly WrapUpRecord[]
  /** Calls whose record was finished, sent or not. */
  readonly finished: readonly string[]
  /** Rows that did not fit the contract and were left where they are. */
  readonly unreadable: number
}

/** A change of the file; several make one transaction. */
export type WrapUpWrite =
  | { readonly kind: 'draft'; readonly draft: SavedDraft }
  | { readonly kind: 'dropDraft'; readonly callId: CallId }
  /** `isDue`: the CRM is to have it too. */
  | { readonly kind: 'record'; readonly record: WrapUpRecord; readonly isDue: boolean }
  | { readonly kind: 'due'; readonly record: WrapUpRecord }
  | { readonly kind: 'dropDue'; readonly commandId: string }
  | { readonly kind: 'sent'; readonly commandId: string; readonly atMs: number }

export interface WrapUpFile {
  read(): WrapUpContent
  /** All or none, on the disk when it returns. Throws what SQLite throws. */
  write(changes: readonly WrapUpWrite[]): void
}

/** How long a sent record's call is remembered, against keystrokes that arrive late. */
const rememberedMs = 30 * 24 * 3_600_000

export function createWrapUpFile(database: Database, nowMs: number): WrapUpFile {
  const write = prepareWrites(database)
  const readAll = prepareReads(database)
  const forget = database.prepare('DELETE FROM outbox WHERE sent_at_ms < ?')
  return {
    read: readAll,
    write: database.transaction((changes: readonly WrapUpWrite[]) => {
      forget.run(nowMs - rememberedMs)
      for (const change of changes) write(change)
    }).immediate,
  }
}

function prepareWrites(database: Database): (change: WrapUpWrite) => void {
  const putDraft = database.prepare(
    `INSERT INTO draft (call_id, draft, saved_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (call_id) DO UPDATE SET draft = excluded.draft, saved_at_ms = excluded.saved_at_ms
     WHERE excluded.draft ->> 'revision' >= draft.draft ->> 'revision'`,
  )
  const dropDraft = database.prepare('DELETE FROM draft WHERE call_id = ?')
  const putRecord = database.prepare(
    `INSERT INTO outbox (call_id, command_id, record) VALUES (?, ?, ?)
     ON CONFLICT (call_id) DO UPDATE SET
       command_id = excluded.command_id, record = excluded.record, sent_at_ms = NULL`,
  )
  const markSent = database.prepare('UPDATE outbox SET record = NULL, sent_at_ms = ? WHERE command_id = ?')
  const putDue = database.prepare('INSERT OR IGNORE INTO due_to_crm (command_id, record) VALUES (?, ?)')
  const dropDue = database.prepare('DELETE FROM due_to_crm WHERE command_id = ?')
  return (change) => {
    switch (change.kind) {
      case 'draft': {
        const { savedAtMs, ...draft } = change.draft
        putDraft.run(draft.callId, JSON.stringify(draft), savedAtMs)
        return
      }
      case 'dropDraft':
        dropDraft.run(change.callId)
        return
      case 'record':
        dropDraft.run(change.record.callId)
        putRecord.run(change.record.callId, change.record.commandId, JSON.stringify(change.record))
        if (change.isDue) putDue.run(change.record.commandId, JSON.stringify(change.record))
        return
      case 'due':
        putDue.run(change.record.commandId, JSON.stringify(change.record))
        return
      case 'dropDue':
        dropDue.run(change.commandId)
        return
      case 'sent':
        markSent.run(change.atMs, change.commandId)
        return
    }
  }
}

interface DraftRow {
  readonly draft: string
  readonly saved_at_ms: number
}

function prepareReads(database: Database): () => WrapUpContent {
  const drafts = database.prepare<[], DraftRow>('SELECT draft, saved_at_ms FROM draft')
  const records = database
    .prepare<[], string>('SELECT record FROM outbox WHERE record IS NOT NULL ORDER BY place')
    .pluck()
  const due = database.prepare<[], string>('SELECT record FROM due_to_crm ORDER BY place').pluck()
  const finished = database.prepare<[], string>('SELECT call_id FROM outbox').pluck()
  return () => {
    const draftRows = drafts.all()
    const recordRows = records.all()
    const dueRows = due.all()
    const content = {
      drafts: draftRows.flatMap((row) => toValid(SavedDraft, row.draft, { savedAtMs: row.saved_at_ms })),
      records: recordRows.flatMap((row) => toValid(WrapUpRecord, row, {})),
      due: dueRows.flatMap((row) => toValid(WrapUpRecord, row, {})),
      finished: finished.all(),
    }
    const read = content.drafts.length + content.records.length + content.due.length
    return { ...content, unreadable: draftRows.length + recordRows.length + dueRows.length - read }
  }
}

/** The door: one value, or none when the row is not what the contract says. */
function toValid<T extends z.ZodType>(schema: T, text: string, extra: object): z.infer<T>[] {
  try {
    const parsed = schema.safeParse({ ...JSON.parse(text), ...extra })
    return parsed.success ? [parsed.data] : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
