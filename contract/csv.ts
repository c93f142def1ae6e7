/** Writes tables as CSV (RFC 4180) that a spreadsheet can open without harm. Pure. */

export type CsvValue = string | number | null

export function toCsv(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}

/** A spreadsheet would run what begins like a formula: names and numbers come from outside. */
function toCell(value: CsvValue): string {
  const text = String(value ?? '')
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
