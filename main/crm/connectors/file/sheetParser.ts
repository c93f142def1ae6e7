/** Collects the rows of one XLSX sheet from its tags (ECMA-376 part 1, section 18.3.1). */
import type { RowReason } from '#contract/contactImport'
import type { DateCells } from '#main/crm/connectors/file/dateCells'
import { type FileRow, longestRow } from '#main/crm/connectors/file/fileRow'
import type { XmlEar } from '#main/crm/connectors/file/xmlEar'

export interface SheetParser extends XmlEar {
  /** The rows that are whole since the last time; empty ones are none. */
  take(): FileRow[]
}

/**
 * Of a formula only the value that was stored with it is read (`v`); the formula itself (`f`) is not even kept. A text
 * that begins like one (`=`, `+`, `-`, `@`) is a text.
 */
export function createSheetParser(
  shared: readonly string[],
  dates: DateCells,
  mostColumns: number,
): SheetParser {
  let rows: FileRow[] = []
  let [line, column, length] = [0, -1, 0]
  let cells: string[] = []
  let reason: RowReason | null = null
  let [type, style, text, isValue] = ['n', 0, '', false]

  const endCell = (): void => {
    length += text.length
    if (column >= mostColumns) {
      if (text !== '') reason ??= 'too-many-columns'
    } else if (length > longestRow) reason ??= 'too-long'
    else {
      while (cells.length < column) cells.push('')
      const isDate = type === 'n' && text !== '' && dates.isDate(style)
      cells[column] = isDate ? dates.toText(Number(text)) : toText(type, text, shared)
    }
  }

  return {
    open(name, { r, t, s }) {
      isValue = name === 'v' || name === 't'
      if (name === 'row') {
        line = r === undefined ? line + 1 : Number(r)
        column = -1
        length = 0
        cells = []
        reason = null
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : toColumn(r)
        type = t ?? 'n'
        style = Number(s ?? 0)
        text = ''
      }
    },
    text(more) {
      if (isValue) text += more
    },
    close(name) {
      isValue = false
      if (name === 'c') endCell()
      if (name !== 'row') return
      if (reason !== null) rows.push({ line, cells: [], reason })
      else if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells, reason })
    },
    take() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** Pure: `BC12` is column 54, counted from 0. */
function toColumn(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? ''
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Section 18.18.11. A number is written out, so that a telephone number kept as one has all its digits. */
function toText(type: string, text: string, shared: readonly string[]): string {
  if (type === 's') return shared[Number(text)] ?? ''
  // A formula that went wrong: #REF!
  if (type === 'e') return ''
  const isNumber = type === 'n' && text !== '' && Number.isFinite(Number(text))
  return isNumber ? String(Number(text)) : text
}
