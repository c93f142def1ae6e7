/** Keeps every message for good, and tells which of them still stand on a screen. */
import type Database from 'better-sqlite3'
import type { Logger } from 'pino'
import type { MessageId } from '#contract/ids'
import { DeskMessage } from '#contract/message'

export interface MessageRows {
  /** Keeps a new one; of one that is kept already the text and the time are replaced. */
  put(message: DeskMessage): void
  /** The addressee put it aside. */
  see(id: MessageId, atMs: number): void
  /** It leaves the screen with the end of its call. */
  close(id: MessageId, atMs: number): void
  standing(): DeskMessage[]
}

export function createMessageRows(database: Database.Database, log: Logger): MessageRows {
  const put = database.prepare<[DeskMessage]>(
    `INSERT INTO messages (id, kind, from_id, from_name, to_id, call_id, text, field, at_ms)
     VALUES (@id, @kind, @fromId, @fromName, @toId, @callId, @text, @field, @atMs)
     ON CONFLICT (id) DO UPDATE SET text = excluded.text, at_ms = excluded.at_ms`,
  )
  const see = database.prepare<[number, number, string]>(
    'UPDATE messages SET seen_at_ms = ?, gone_at_ms = ? WHERE id = ? AND gone_at_ms IS NULL',
  )
  const close = database.prepare<[number, string]>(
    'UPDATE messages SET gone_at_ms = ? WHERE id = ? AND gone_at_ms IS NULL',
  )
  const standing = database.prepare<[], unknown>(
    `SELECT id, kind, from_id AS fromId, from_name AS fromName, to_id AS toId, call_id AS callId, text, field,
       at_ms AS atMs, seen_at_ms AS seenAtMs
     FROM messages WHERE gone_at_ms IS NULL ORDER BY at_ms, rowid`,
  )
  return {
    put: (message) => {
      put.run(message)
    },
    see: (id, atMs) => {
      see.run(atMs, atMs, id)
    },
    close: (id, atMs) => {
      close.run(atMs, id)
    },
    standing: () =>
      standing.all().flatMap((row) => {
        const read = DeskMessage.safeParse(row)
        if (!read.success) log.warn('a stored message could not be read and was left out')
        return read.success ? [read.data] : []
      }),
  }
}
