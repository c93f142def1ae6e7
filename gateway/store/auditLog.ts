/** The log of monitoring on disk: only ever added to, each entry sealed with the one before it. */
import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { AuditEntry, type AuditPage } from '#contract/audit'
import type { AgentId, MonitorId } from '#contract/ids'
import type { DiskWrites } from '#gateway/store/diskWrites'

/** What happened, before it has its place and its seal. */
export type AuditFact = Omit<AuditEntry, 'serial' | 'seal'>

export interface AuditLog {
  /** In the log when it returns, and on the disk once `settled`. Throws where the disk refuses. */
  append(fact: AuditFact): void
  /** True once every entry made before is on the disk; false where the disk refused one. */
  settled(): Promise<boolean>
  /** Called each time entries that were made already could not be brought onto the disk. */
  onRefused(listener: () => void): void
  /** Newest first; `people` limits it to what they did, what was done to their calls, and strangers; null for all. */
  read(beforeSerial: number | null, limit: number, people: readonly AgentId[] | null): AuditEntry[]
  /** Looks at every seal, some hundred entries at a time and letting others run in between. */
  verify(): Promise<Pick<AuditPage, 'whole' | 'brokenAt'>>
  /** Sessions that were begun and never ended: those of a gateway that was stopped hard. */
  unended(): { readonly monitorId: MonitorId; readonly byId: AgentId; readonly isTheirCall: boolean }[]
}

/** What the first entry is sealed with in the place of one before it. */
const firstSeal = '0'.repeat(64)
const verifiedAtOnce = 500

/** As an `AuditEntry` names them. */
export const auditColumns = `serial, at_ms AS atMs, kind, monitor_id AS monitorId, by_id AS byId, by_name AS byName,
  agent_id AS agentId, agent_name AS agentName, call_id AS callId, caller_number AS callerNumber, detail, seal`

/** Waits for the disk with each entry: for a log that is only read, or made by a tool. */
const atOnce: Pick<DiskWrites, 'write' | 'settled' | 'onRefused'> = {
  write: (run) => void run(),
  settled: async () => true,
  onRefused() {},
}

export function createAuditLog(database: Database.Database, disk = atOnce): AuditLog {
  const insert = database.prepare<[AuditEntry], unknown>(
    `INSERT INTO audit (serial, at_ms, kind, monitor_id, by_id, by_name, agent_id, agent_name, call_id,
       caller_number, detail, seal)
     VALUES (@serial, @atMs, @kind, @monitorId, @byId, @byName, @agentId, @agentName, @callId,
       @callerNumber, @detail, @seal)`,
  )
  const newest = database.prepare<[], { readonly serial: number; readonly seal: string }>(
    'SELECT serial, seal FROM audit ORDER BY serial DESC LIMIT 1',
  )
  const page = database.prepare<[number, number], unknown>(
    `SELECT ${auditColumns} FROM audit WHERE serial < ? ORDER BY serial DESC LIMIT ?`,
  )
  const pageOf = database.prepare<{ before: number; limit: number; people: string }, unknown>(
    `SELECT ${auditColumns} FROM audit WHERE serial < @before AND (kind = 'stranger'
       OR by_id IN (SELECT value FROM json_each(@people)) OR agent_id IN (SELECT value FROM json_each(@people)))
     ORDER BY serial DESC LIMIT @limit`,
  )
  const after = database.prepare<[number, number], AuditEntry>(
    `SELECT ${auditColumns} FROM audit WHERE serial > ? ORDER BY serial LIMIT ?`,
  )
  const unended = database.prepare<[], { monitorId: MonitorId; byId: AgentId; isTheirCall: number }>(
    `SELECT monitor_id AS monitorId, by_id AS byId,
       (SELECT kind FROM audit AS last WHERE last.monitor_id = begun.monitor_id AND last.kind <> 'refused'
        ORDER BY serial DESC LIMIT 1) = 'took-over' AS isTheirCall
     FROM audit AS begun WHERE (kind = 'started' OR (kind = 'shadow' AND detail <> 'stopped'))
       AND by_id IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM audit AS done WHERE done.monitor_id = begun.monitor_id AND done.kind = 'ended')`,
  )
  let last = newest.get() ?? { serial: 0, seal: firstSeal }

  return {
    append(fact) {
      const unsealed = { ...fact, serial: last.serial + 1 }
      const seal = toSeal(last.seal, unsealed)
      disk.write(() => insert.run({ ...unsealed, seal }))
      last = { serial: unsealed.serial, seal }
    },
    settled: disk.settled,
    onRefused: disk.onRefused,
    read(beforeSerial, limit, people) {
      const before = beforeSerial ?? Number.MAX_SAFE_INTEGER
      const rows =
        people === null
          ? page.all(before, limit)
          : pageOf.all({ before, limit, people: JSON.stringify(people) })
      return rows.map((row) => AuditEntry.parse(row))
    },
    async verify() {
      const until = last
      let known = { serial: 0, seal: firstSeal }
      for (;;) {
        const entries = after.all(known.serial, verifiedAtOnce)
        for (const entry of entries) {
          if (entry.serial !== known.serial + 1 || entry.seal !== toSeal(known.seal, entry))
            return { whole: false, brokenAt: known.serial + 1 }
          known = { serial: entry.serial, seal: entry.seal }
          // A chain that was made anew from some entry on fits in itself, but does not end as ours does.
          if (known.serial === until.serial && known.seal !== until.seal)
            return { whole: false, brokenAt: known.serial }
        }
        if (entries.length < verifiedAtOnce) break
        await new Promise((resolve) => setImmediate(resolve))
      }
      const isCut = known.serial < until.serial
      return isCut ? { whole: false, brokenAt: known.serial + 1 } : { whole: true, brokenAt: null }
    },
    unended: () =>
      unended
        .all()
        .map((row) => ({ monitorId: row.monitorId, byId: row.byId, isTheirCall: row.isTheirCall === 1 })),
  }
}

/** The fields in one order for ever: a seal must be found again after years. */
function toSeal(before: string, entry: Omit<AuditEntry, 'seal'>): string {
  const { serial, atMs, kind, monitorId, byId, byName, agentId, agentName, callId, callerNumber, detail } =
    entry
  const canonical = JSON.stringify({
    agentId,
    agentName,
    atMs,
    byId,
    byName,
    callId,
    callerNumber,
    detail,
    kind,
    monitorId,
    serial,
  })
  return createHash('sha256').update(before).update(canonical).digest('hex')
}
