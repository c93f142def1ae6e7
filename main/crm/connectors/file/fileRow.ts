/** What a reader of people's files gives: rows of text under headings, and in closed lists what can be wrong with them. */

import type { FileFault, RowReason } from '#contract/contactImport'

export interface FileRow {
  /** Where a person finds it: the line it begins at, or the row of the sheet; from 1. */
  readonly line: number
  /** As many as the row has; empty where `reason` says why they were not kept. */
  readonly cells: readonly string[]
  /** null for a row that was read. */
  readonly reason: RowReason | null
}

/** A row as the columns are named, and how far the reading is. */
export interface PeopleRows {
  /** One word for each column, no two the same. */
  readonly headings: readonly string[]
  /** Throws `FileRefusal` when the file cannot be read on. */
  readonly rows: AsyncIterable<FileRow>
}

/** Thrown by readers; whoever opens a file turns it into an answer. */
export class FileRefusal extends Error {
  readonly fault: FileFault
  /** null where it is no one line's fault. */
  readonly line: number | null

  constructor(fault: FileFault, line: number | null = null, cause?: unknown) {
    super(line === null ? fault : `${fault} at line ${line}`, { cause })
    this.name = 'FileRefusal'
    this.fault = fault
    this.line = line
  }
}

/** More columns than any address book has; those of one row are in memory at once. */
export const mostColumns = 500

/** Characters of one row, and of one cell of a card file. */
export const longestRow = 1_000_000

/** Pure: every heading has a name, and no name stands twice: `Phone`, `Phone (2)`, `Column 3`. */
export function toHeadings(cells: readonly string[]): string[] {
  const used = new Set<string>()
  return cells.map((cell, at) => {
    const name = cell.replace(/\s+/g, ' ').trim().slice(0, 80) || `Column ${at + 1}`
    let heading = name
    for (let count = 2; used.has(heading); count += 1) heading = `${name} (${count})`
    used.add(heading)
    return heading
  })
}
