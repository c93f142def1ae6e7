/** Cuts text into rows and cells as RFC 4180 has it, piece by piece, in bounded memory whatever it is given. */
import { Delimiter, type RowReason } from '#contract/contactImport'
import { FileRefusal, type FileRow, longestRow, mostColumns } from '#main/crm/connectors/file/fileRow'

export const delimiters: readonly Delimiter[] = Delimiter.options

export interface CsvParser {
  /** The rows that end in this piece. Blank lines are none. Throws `unclosed-quote`. */
  push(text: string): FileRow[]
  /** The last row, where no line end closes it. */
  end(): FileRow[]
}

/**
 * start ─"─▶ quoted ─"─▶ closed ─"─▶ quoted         (a doubled quote is one)
 *   │                      └─ another letter ─▶ plain, and the row is refused
 *   └─ another letter ─▶ plain                      (a quote in there is a letter)
 */
type Place = 'start' | 'plain' | 'quoted' | 'closed'

/** CR, LF and CR LF all end a row, also mixed in one file. */
export function createCsvParser(delimiter: Delimiter): CsvParser {
  let place: Place = 'start'
  let [line, rowLine, quoteLine] = [1, 1, 1]
  let cells: string[] = []
  let cell = ''
  /** Of the row, and of what stands in quotes since the last one opened. */
  let [length, quoted] = [0, 0]
  let reason: RowReason | null = null
  let isAfterCr = false
  let rows: FileRow[] = []

  const refuse = (why: RowReason): void => {
    reason ??= why
    // The rest of the row is passed over, and nothing of it kept.
    cells = []
    cell = ''
  }

  const add = (text: string): void => {
    if (place === 'quoted') quoted += text.length
    if (quoted > longestRow) throw new FileRefusal('unclosed-quote', quoteLine)
    if (reason !== null) return
    length += text.length
    if (length > longestRow) refuse('too-long')
    else cell += text
  }

  const endCell = (): void => {
    place = 'start'
    if (reason !== null) return
    cells.push(cell)
    cell = ''
    if (cells.length > mostColumns) refuse('too-many-columns')
  }

  const endRow = (): void => {
    endCell()
    if (reason !== null || cells.some((each) => each.trim() !== ''))
      rows.push({ line: rowLine, cells, reason })
    cells = []
    length = 0
    reason = null
  }

  /** Where the run of ordinary letters from `from` ends. */
  const findEnd = (text: string, from: number): number => {
    let at = from
    for (; at < text.length; at += 1) {
      const letter = text[at]
      if (place === 'quoted' ? letter === '"' || letter === '\n' : isMark(letter, at === from)) break
    }
    return at
  }

  const isMark = (letter: string | undefined, isFirst: boolean): boolean =>
    letter === delimiter ||
    letter === '\n' ||
    letter === '\r' ||
    (letter === '"' && isFirst && place !== 'plain')

  const mark = (letter: string): void => {
    if (place === 'quoted') {
      if (letter === '"') place = 'closed'
      else {
        add(letter)
        line += 1
      }
    } else if (letter === '"') {
      if (place === 'start') {
        quoteLine = line
        quoted = 0
      } else add('"')
      place = 'quoted'
    } else if (letter === delimiter) endCell()
    else {
      endRow()
      line += 1
      rowLine = line
    }
  }

  return {
    push(text) {
      rows = []
      let at = isAfterCr && text[0] === '\n' ? 1 : 0
      if (text !== '') isAfterCr = false
      while (at < text.length) {
        const end = findEnd(text, at)
        if (end > at) {
          if (place === 'closed') refuse('stray-quote')
          if (place !== 'quoted') place = 'plain'
          add(text.slice(at, end))
        }
        const letter = text[end]
        at = end + 1
        if (letter === undefined) break
        const isCr = letter === '\r' && place !== 'quoted'
        mark(letter)
        if (isCr && at === text.length) isAfterCr = true
        else if (isCr && text[at] === '\n') at += 1
      }
      return rows
    },
    end() {
      rows = []
      if (place === 'quoted') throw new FileRefusal('unclosed-quote', quoteLine)
      if (cell !== '' || cells.length > 0 || reason !== null) endRow()
      return rows
    },
  }
}

/** Pure: what stands between the cells of most rows in the same count; a comma where nothing does. */
export function guessDelimiter(sample: string): Delimiter {
  const scores = delimiters.map((delimiter) => ({ delimiter, score: toScore(sample, delimiter) }))
  return scores.reduce((best, each) => (each.score > best.score ? each : best)).delimiter
}

function toScore(sample: string, delimiter: Delimiter): number {
  try {
    const rows = createCsvParser(delimiter).push(sample).slice(0, 20)
    const count = rows[0]?.cells.length ?? 0
    return count < 2 ? 0 : rows.filter((row) => row.cells.length === count).length * mostColumns + count
  } catch (error) {
    if (error instanceof FileRefusal) return 0
    throw error
  }
}
