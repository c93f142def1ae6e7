/** Reads a file of people from end to end without taking anybody: how many rows there are, and which cannot be taken. */
import { basename } from 'node:path'
import { type FileCount, mostErrors, type RowError, type RowReason } from '#contract/contactImport'
import { toStoredCard } from '#main/crm/cache/importedCard'
import { findMissing } from '#main/crm/connectors/file/columnMapping'
import { FileRefusal } from '#main/crm/connectors/file/fileRow'
import { openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import { createRowReader } from '#main/crm/connectors/file/rowCard'
import type { ImportOrder } from '#main/crm/sync/importFile'

export interface CountedFile extends FileCount {
  /** The first `mostErrors` of those refused. */
  readonly errors: readonly RowError[]
}

export interface CountTools {
  /** ISO 3166 alpha-2. */
  readonly country: string
  readonly signal: AbortSignal
  onProgress(progress: { readonly rows: number; readonly part: number | null }): void
}

/** Rows between two looks at what else the thread is asked. */
const rowsAtOnce = 2000

/** null when it was broken off. Who was forgotten, or was not in touch for too long, is refused by the import alone. */
export async function countFile(order: ImportOrder, tools: CountTools): Promise<CountedFile | null> {
  const tally = createTally()
  try {
    const file = await openPeopleRows(order.path, order.form, order.held)
    try {
      if (findMissing(order.mapping, file.headings) !== null) return tally.toCount(null)
      const { bytes, headings } = file
      const fileName = basename(order.path)
      const { modifiedAtMs } = bytes
      const readRow = createRowReader({
        headings,
        mapping: order.mapping,
        country: tools.country,
        fileName,
        modifiedAtMs,
      })
      for await (const row of file.rows) {
        const read = readRow(row)
        if ('error' in read) tally.refuse(read.error)
        else if (toStoredCard(read.card.card, tools.country) === null)
          tally.refuse({ line: read.line, column: null, reason: 'no-card' })
        tally.rows += 1
        if (tally.rows % rowsAtOnce !== 0) continue
        tools.onProgress({
          rows: tally.rows,
          part: file.kind === 'xlsx' ? null : bytes.readBytes / bytes.size,
        })
        await new Promise((resolve) => setImmediate(resolve))
        if (tools.signal.aborted) return null
      }
    } finally {
      file.bytes.close()
    }
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    return tally.toCount({ fault: error.fault, line: error.line })
  }
  return tally.toCount(null)
}

function createTally() {
  const reasons = new Map<RowReason, number>()
  const errors: RowError[] = []
  let refused = 0
  return {
    rows: 0,
    refuse(error: RowError) {
      refused += 1
      reasons.set(error.reason, (reasons.get(error.reason) ?? 0) + 1)
      if (errors.length < mostErrors) errors.push(error)
    },
    toCount(stop: FileCount['stop']): CountedFile {
      const sorted = [...reasons].map(([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows - a.rows)
      return { rows: this.rows, refused, reasons: sorted, errors, stop }
    },
  }
}
