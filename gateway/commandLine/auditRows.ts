/** Writes entries of the log of monitoring as lines of a file: for a spreadsheet, or for a program that checks seals. */
import type { AuditEntry } from '#contract/audit'

export const auditFormats = ['csv', 'jsonl'] as const
export type AuditFormat = (typeof auditFormats)[number]

const columns = [
  'serial',
  'at',
  'kind',
  'monitorId',
  'byId',
  'byName',
  'agentId',
  'agentName',
  'callId',
  'callerNumber',
  'detail',
  'seal',
] as const

/** What stands before the first entry. Spreadsheets take a file without the mark for one that is not UTF-8. */
export function toAuditHead(format: AuditFormat): string {
  return format === 'csv' ? `\uFEFF${columns.join(',')}\r\n` : ''
}

export function toAuditLine(entry: AuditEntry, format: AuditFormat): string {
  if (format === 'jsonl') return `${JSON.stringify(entry)}\n`
  const row = { ...entry, at: toTime(entry.atMs) }
  return `${columns.map((column) => toCell(row[column])).join(',')}\r\n`
}

/** A log that was meddled with may hold a time that is none. */
function toTime(atMs: number): string {
  const at = new Date(atMs)
  return Number.isNaN(at.getTime()) ? String(atMs) : at.toISOString()
}

/**
 * RFC 4180. Names and numbers come from people and telephone systems: a cell a spreadsheet would run as a formula is
 * made text by an apostrophe, as OWASP advises; a telephone number is no formula.
 */
function toCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
