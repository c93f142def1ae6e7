/** Inserts rows of one table a hundred to a statement: preparing for each row is what a row mostly costs. */
import type { Database } from '#main/store/openDatabase'

export type Value = string | number | null
export type Row = readonly Value[]

/** Rows to a statement: more gain nothing, and SQLite takes at most 32,766 values. */
export const rowsAtOnce = 100

/** `insert` is a statement up to its VALUES. How many rows were written, where it leaves out those that are there. */
export function prepareRows(
  database: Database,
  insert: string,
  columns: number,
): (rows: readonly Row[]) => number {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
  const prepare = (rows: number) =>
    database.prepare(`${insert} VALUES ${Array.from({ length: rows }, () => row).join(', ')}`)
  const many = prepare(rowsAtOnce)
  const one = prepare(1)
  return (rows) => {
    let written = 0
    let at = 0
    for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce)
      written += many.run(rows.slice(at, at + rowsAtOnce).flat()).changes
    for (; at < rows.length; at += 1) written += one.run(rows[at]).changes
    return written
  }
}
