/** A file of vCards 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350) as rows of people, one a card. */
import type { FileEncoding } from '#contract/contactImport'
import type { FileBytes } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type FileRow, longestRow, type PeopleRows } from '#main/crm/connectors/file/fileRow'
import { readText } from '#main/crm/connectors/file/fileText'
import { parseProperty, type VcardProperty } from '#main/crm/connectors/file/vcardProperty'

/** What is read of a card; of the rest (pictures, keys, sounds) nothing is kept, be it large. */
const columns = ['UID', 'FN', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'NOTE'] as const
type Column = (typeof columns)[number]

export async function readVcards(bytes: FileBytes, encoding: FileEncoding): Promise<PeopleRows> {
  return { headings: columns, rows: readCards(bytes, encoding) }
}

async function* readCards(bytes: FileBytes, encoding: FileEncoding): AsyncGenerator<FileRow> {
  let card: { readonly line: number; readonly properties: VcardProperty[]; size: number } | null = null
  let count = 0
  const end = ({ line, properties, size }: NonNullable<typeof card>, isWhole: boolean): FileRow => {
    count += 1
    if (!isWhole) return { line, cells: [], reason: 'unfinished-card' }
    if (size > longestRow) return { line, cells: [], reason: 'too-long' }
    return { line, cells: toCells(properties), reason: null }
  }
  for (const { line, text } of unfold(splitLines(readText(bytes, encoding)))) {
    if (/^BEGIN:VCARD\s*$/i.test(text)) {
      if (card !== null) yield end(card, false)
      card = { line, properties: [], size: 0 }
    } else if (card !== null && /^END:VCARD\s*$/i.test(text)) {
      yield end(card, true)
      card = null
    } else if (card !== null) {
      card.size += text.length
      const property = card.size > longestRow ? null : parseProperty(text)
      if (property !== null) card.properties.push(property)
    }
  }
  if (card !== null) yield end(card, false)
  if (count === 0) throw new FileRefusal('no-cards')
}

function toCells(properties: readonly VcardProperty[]): string[] {
  const all = (name: Column | 'N') => properties.filter((each) => each.name === name)
  return columns.map((column) => {
    const values = all(column).map(({ parts }) => parts.filter((part) => part !== '').join(', '))
    if (column === 'FN') return values.find((value) => value !== '') ?? toName(all('N')[0])
    // A semicolon stands before an extension of a `tel:` address; between numbers stands a line end.
    if (column === 'TEL') return all(column).map(toNumber).join('\n')
    return column === 'NOTE' ? values.join('\n') : values.join(', ')
  })
}

/** RFC 6350 section 6.2.2: family; given; additional; prefixes; suffixes. */
function toName(property: VcardProperty | undefined): string {
  const [family = '', given = '', additional = '', prefix = '', suffix = ''] = property?.parts ?? []
  return [prefix, given, additional, family, suffix].filter((part) => part !== '').join(' ')
}

/** RFC 3966, where a card of 4.0 has a `tel:` address. */
function toNumber({ parts }: VcardProperty): string {
  return parts.join(';').replace(/^tel:/i, '')
}

interface Line {
  readonly line: number
  readonly text: string
}

/** Lines however they end; what is longer than a row may be is cut, and the card is then refused for its size. */
function* splitLines(texts: Iterable<string>): Generator<Line> {
  let [rest, line, isAfterCr] = ['', 0, false]
  for (const text of texts) {
    const lines = (rest + (isAfterCr && text[0] === '\n' ? text.slice(1) : text)).split(/\r\n|[\r\n]/)
    if (text !== '') isAfterCr = text.endsWith('\r')
    rest = (lines.pop() ?? '').slice(0, longestRow + 1)
    for (const each of lines) {
      line += 1
      yield { line, text: each }
    }
  }
  if (rest !== '') yield { line: line + 1, text: rest }
}

const wanted = /^(?:[^.:;]*\.)?(?:BEGIN|END|VERSION|UID|FN|N|ORG|TITLE|TEL|EMAIL|NOTE)[;:]/i
const quotedPrintable = /^[^:]*QUOTED-PRINTABLE[^:]*:/i

/**
 * RFC 6350 section 3.2: a line that begins with white space goes on the one before. In 2.1 a quoted-printable line that
 * ends with `=` goes on in the next. Lines of what nobody reads are dropped as they come.
 */
function* unfold(lines: Iterable<Line>): Generator<Line> {
  let begun: { readonly line: number; text: string; isSoft: boolean } | null = null
  for (const { line, text } of lines) {
    const isFolded = /^[ \t]/.test(text)
    if (begun !== null && (isFolded || begun.isSoft)) {
      if (!wanted.test(begun.text)) continue
      const kept: string = begun.isSoft ? begun.text.slice(0, -1) + text : begun.text + text.slice(1)
      begun.text = kept.slice(0, longestRow + 1)
      begun.isSoft = begun.isSoft && text.endsWith('=')
      continue
    }
    if (begun !== null && wanted.test(begun.text)) yield begun
    begun = { line, text, isSoft: quotedPrintable.test(text) && text.endsWith('=') }
  }
  if (begun !== null && wanted.test(begun.text)) yield begun
}
