/** Writes the monitoring log as CSV (RFC 4180) for a spreadsheet. Pure. */
import type { AuditEntry } from '#contract/audit'
import { toCsv } from '#contract/csv'

const columns = [
  'serial',
  'at',
  'kind',
  'by',
  'agent',
  'caller',
  'detail',
  'byId',
  'agentId',
  'callId',
  'monitorId',
  'seal',
] as const

/** One line for each entry, in the order given; times are ISO 8601 in UTC, whatever the language of the page. */
export function toAuditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => [
    entry.serial,
    new Date(entry.atMs).toISOString(),
    entry.kind,
    entry.byName,
    entry.agentName,
    entry.callerNumber,
    entry.detail,
    entry.byId,
    entry.agentId,
    entry.callId,
    entry.monitorId,
    entry.seal,
  ])
  return toCsv([columns, ...rows])
}
