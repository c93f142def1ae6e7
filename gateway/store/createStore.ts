/** Everything the gateway keeps on disk, as plain calls; what is read back is checked before it is believed. */
import type Database from 'better-sqlite3'
import type { Logger } from 'pino'
import { z } from 'zod'
import { Agent, AgentDay, AgentStatus, ChosenStatus, Role, WrapUp } from '#contract/agent'
import { AgentId, QueueId } from '#contract/ids'
import { QueueDay, QueueRecent } from '#contract/queue'
import type { Clock } from '#contract/time'
import type { WrapUpRecord } from '#contract/wrapUp'
import type { Person, SavedSeat } from '#gateway/model/createFloor'
import type { RecentMinute } from '#gateway/model/recentMinutes'
import { type AuditLog, createAuditLog } from '#gateway/store/auditLog'
import { createDiskWrites, type FileFlush } from '#gateway/store/diskWrites'
import { createMessageRows, type MessageRows } from '#gateway/store/messageRows'
import { openDatabase } from '#gateway/store/openDatabase'

export interface StoredPerson extends Person {
  readonly passwordHash: string
}

export interface CommandEntry {
  readonly agentId: AgentId
  readonly commandId: string
  readonly kind: string
  /** What was asked, without notes or secrets. */
  readonly detail: unknown
  /** `done` or the failure's code. */
  readonly outcome: string
  /** The value or failure answered, for the same command sent again. */
  readonly answer: unknown
  readonly atMs: number
}

/** Rows that changed since they were last written; all or nothing. */
export interface FloorRows {
  readonly day: string
  readonly seats: ReadonlyMap<AgentId, SavedSeat>
  readonly agentDays: ReadonlyMap<AgentId, AgentDay>
  readonly queueDays: ReadonlyMap<QueueId, QueueDay>
  /** The last half hour of those queues; none for a quiet one. */
  readonly recents: ReadonlyMap<QueueId, readonly RecentMinute[]>
}

export interface Store {
  /** Who monitored whom, sealed entry by entry. */
  readonly audit: AuditLog
  readonly messages: MessageRows
  people(): StoredPerson[]
  /** Adds or changes a person; whoever else had the user name or the extension has it no more. */
  putPerson(person: StoredPerson): void
  seats(): Map<AgentId, SavedSeat>
  agentDays(day: string): Map<AgentId, AgentDay>
  queueDays(day: string): Map<QueueId, QueueDay>
  /** The last half hour each queue was saved with, however long ago that was. */
  recents(day: string): Map<QueueId, readonly RecentMinute[]>
  saveFloor(rows: FloorRows): void
  /** Keeps the record; the same command again changes nothing. */
  putRecord(agentId: AgentId, record: WrapUpRecord, storedAtMs: number): void
  /** On the disk once the log is `settled`, with whatever the log says of it. */
  putCommand(entry: CommandEntry): void
  /** The command done under this id, and the value answered; null when none ever was. */
  answerOf(agentId: AgentId, commandId: string): { readonly kind: string; readonly value: unknown } | null
  close(): void
}

const Seat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signedOut') }),
  z.object({ kind: z.literal('here') }),
  z.object({ kind: z.literal('vanished'), status: ChosenStatus }),
])

const SeatState = z.object({
  seat: Seat,
  status: AgentStatus,
  nextStatus: ChosenStatus.nullable(),
  wrapUp: WrapUp.nullable(),
  asked: Agent.pick({ help: true, breakRequest: true, leavesAfterCall: true }).default({}),
})

/** Beside a queue's numbers of the day in the same row; absent in rows of earlier versions. */
const SavedRecent = z
  .object({ recent: z.array(QueueRecent.extend({ minute: z.number().int() })).default([]) })
  .transform(({ recent }): readonly RecentMinute[] => recent)

const PersonRow = z.object({
  id: AgentId,
  userName: z.string(),
  name: z.string(),
  role: Role,
  extension: z.string(),
  passwordHash: z.string(),
})

/** `file` brings what was written onto the disk; the system's own way unless told. */
export function createStore(path: string, clock: Clock, log: Logger, file?: FileFlush): Store {
  const { database } = openDatabase(path, clock, log)
  const disk = createDiskWrites(database, log, file)
  const statements = prepare(database)
  const saveFloor = database.transaction((rows: FloorRows) => {
    for (const [id, state] of rows.seats) statements.putSeat.run(id, JSON.stringify(state))
    const day = rows.day
    for (const [id, numbers] of rows.agentDays) {
      statements.putDay.run(day, 'agent', id, JSON.stringify(numbers))
    }
    for (const [id, numbers] of rows.queueDays) {
      const recent = rows.recents.get(id)
      statements.putDay.run(day, 'queue', id, JSON.stringify({ ...numbers, recent }))
    }
  })
  const putPerson = database.transaction((person: StoredPerson) => {
    statements.dropOwner.run(person)
    statements.putPerson.run(person)
  })
  return {
    audit: createAuditLog(database, disk),
    messages: createMessageRows(database, log),
    people: () => statements.people.all().map((row) => PersonRow.parse(row)),
    putPerson: (person) => {
      putPerson(person)
    },
    seats: () => toMap(statements.seats.all(), AgentId, SeatState, log),
    agentDays: (day) => toMap(statements.days.all(day, 'agent'), AgentId, AgentDay, log),
    queueDays: (day) => toMap(statements.days.all(day, 'queue'), QueueId, QueueDay, log),
    recents: (day) => toMap(statements.days.all(day, 'queue'), QueueId, SavedRecent, log),
    saveFloor: (rows) => {
      saveFloor(rows)
    },
    putRecord: (agentId, record, storedAtMs) => {
      statements.putRecord.run({ ...record, agentId, storedAtMs })
    },
    putCommand: (entry) => {
      const [detail, answer] = [JSON.stringify(entry.detail), JSON.stringify(entry.answer)]
      disk.write(() => statements.putCommand.run({ ...entry, detail, answer }))
    },
    answerOf: (agentId, commandId) => {
      const row = statements.answer.get(agentId, commandId)
      return row === undefined ? null : { kind: row.kind, value: JSON.parse(row.answer) }
    },
    close: () => {
      disk.close()
      database.close()
    },
  }
}

interface JsonRow {
  readonly id: string
  readonly json: string
}

/** A row that cannot be read is left out with a line in the log: it costs its own past, not the start. */
function toMap<K extends z.ZodType, V extends z.ZodType>(
  rows: readonly JsonRow[],
  key: K,
  value: V,
  log: Logger,
): Map<z.infer<K>, z.infer<V>> {
  const map = new Map<z.infer<K>, z.infer<V>>()
  for (const row of rows) {
    const id = key.safeParse(row.id)
    const parsed = value.safeParse(parseJson(row.json))
    if (id.success && parsed.success) map.set(id.data, parsed.data)
    else log.warn({ id: row.id }, 'a stored row could not be read and was left out')
  }
  return map
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Judged by the schema, which refuses it.
    return null
  }
}

function prepare(database: Database.Database) {
  return {
    people: database.prepare<[], unknown>(
      'SELECT id, user_name AS userName, name, role, extension, password_hash AS passwordHash FROM people',
    ),
    dropOwner: database.prepare<[StoredPerson]>(
      'DELETE FROM people WHERE id <> @id AND (extension = @extension OR user_name = @userName)',
    ),
    putPerson: database.prepare<[StoredPerson]>(
      `INSERT INTO people (id, user_name, name, role, extension, password_hash)
       VALUES (@id, @userName, @name, @role, @extension, @passwordHash)
       ON CONFLICT (id) DO UPDATE SET user_name = excluded.user_name, name = excluded.name,
         role = excluded.role, extension = excluded.extension, password_hash = excluded.password_hash`,
    ),
    seats: database.prepare<[], JsonRow>('SELECT agent_id AS id, state AS json FROM seats'),
    putSeat: database.prepare<[string, string]>(
      `INSERT INTO seats (agent_id, state) VALUES (?, ?)
       ON CONFLICT (agent_id) DO UPDATE SET state = excluded.state`,
    ),
    days: database.prepare<[string, string], JsonRow>(
      'SELECT subject_id AS id, numbers AS json FROM day_numbers WHERE day = ? AND subject = ?',
    ),
    putDay: database.prepare<[string, string, string, string]>(
      `INSERT INTO day_numbers (day, subject, subject_id, numbers) VALUES (?, ?, ?, ?)
       ON CONFLICT (day, subject, subject_id) DO UPDATE SET numbers = excluded.numbers`,
    ),
    putRecord: database.prepare<[WrapUpRecord & { agentId: AgentId; storedAtMs: number }]>(
      `INSERT INTO wrap_up_records (agent_id, command_id, call_id, queue_id, person_id, disposition_id, note,
         follow_up_on, written_at_ms, stored_at_ms)
       VALUES (@agentId, @commandId, @callId, @queueId, @personId, @dispositionId, @note,
         @followUpOn, @writtenAtMs, @storedAtMs)
       ON CONFLICT (agent_id, command_id) DO NOTHING`,
    ),
    putCommand: database.prepare<
      [Omit<CommandEntry, 'detail' | 'answer'> & { detail: string; answer: string }]
    >(
      `INSERT INTO commands (agent_id, command_id, kind, detail, outcome, answer, at_ms)
       VALUES (@agentId, @commandId, @kind, @detail, @outcome, @answer, @atMs)`,
    ),
    answer: database.prepare<[string, string], { readonly kind: string; readonly answer: string }>(
      "SELECT kind, answer FROM commands WHERE agent_id = ? AND command_id = ? AND outcome = 'done' LIMIT 1",
    ),
  }
}
