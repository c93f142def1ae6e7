/** Makes a card of one row of a file, or says why not. Pure. */
import { createHash } from 'node:crypto'
import type { ColumnMapping } from '#contract/columnMapping'
import type { RowError, RowReason } from '#contract/contactImport'
import { toE164 } from '#main/crm/cache/numberKey'
import type { SourceCard } from '#main/crm/connector/connector'
import { toFieldNumbers } from '#main/crm/connectors/file/fieldNumbers'
import type { FileRow } from '#main/crm/connectors/file/fileRow'
import { foldText } from '#main/desk/foldText'

export interface RowMaker {
  readonly headings: readonly string[]
  readonly mapping: ColumnMapping
  /** ISO 3166 alpha-2, for numbers in national form. */
  readonly country: string
  /** Without its folder: who says what the file says. */
  readonly fileName: string
  /** When the file was last written: so old is what it says. */
  readonly modifiedAtMs: number
}

export type RowCard = { readonly line: number; readonly card: SourceCard } | { readonly error: RowError }

/** As the contract's PersonId. */
const longestId = 128

/** Reads rows of one file; the columns are looked up once. */
export function createRowReader(maker: RowMaker): (row: FileRow) => RowCard {
  const { headings, mapping, modifiedAtMs } = maker
  const places = new Map(headings.map((heading, at) => [heading, at]))
  return (row) => {
    const refuse = (reason: RowReason, column: string | null = null): RowCard => ({
      error: { line: row.line, column, reason },
    })
    if (row.reason !== null) return refuse(row.reason)
    const read = (column: string | null) =>
      column === null ? '' : (row.cells[places.get(column) ?? -1] ?? '').trim()
    const unreadable = headings.find((heading) => read(heading).includes('\ufffd'))
    if (unreadable !== undefined) return refuse('unreadable-letters', unreadable)
    const numbers: string[] = []
    for (const column of mapping.numbers) {
      const found = toFieldNumbers(read(column))
      if (typeof found === 'string')
        return refuse(found === 'rounded' ? 'rounded-number' : 'unreadable-number', column)
      numbers.push(...found.numbers)
    }
    const company = read(mapping.company)
    const named = mapping.name.map(read).filter((part) => part !== '')
    const name = named.join(' ') || company || numbers[0]
    if (name === undefined) return refuse('nobody')
    const said = read(mapping.personId)
    if (mapping.personId !== null && said === '') return refuse('no-id', mapping.personId)
    if (said.length > longestId) return refuse('id-too-long', mapping.personId)
    const personId = said === '' ? toPersonId(name, numbers[0], maker.country) : said
    const card = toCard(maker, { personId, name, company, numbers, read })
    return { line: row.line, card: { card, changedAtMs: modifiedAtMs } }
  }
}

/**
 * The same for the same person in the next file, however name and number are spelled there. People who share both are
 * one.
 */
export function toPersonId(name: string, number: string | undefined, country: string): string {
  const main = number === undefined ? '' : (toE164(number, country) ?? number)
  const hash = createHash('sha256').update(JSON.stringify([foldText(name), main]))
  return `file-${hash.digest('hex').slice(0, 32)}`
}

interface RowFields {
  readonly personId: string
  readonly name: string
  readonly company: string
  readonly numbers: readonly string[]
  read(column: string | null): string
}

function toCard({ mapping, fileName, modifiedAtMs }: RowMaker, fields: RowFields): unknown {
  const { personId, name, company, numbers, read } = fields
  const none = <T>(value: T) => ({ asOfMs: null, value })
  const note = read(mapping.note)
  const extra = mapping.extra
    .map((column) => ({ name: column, value: read(column) }))
    .filter(({ value }) => value !== '')
  const notes = note === '' ? [] : [{ atMs: modifiedAtMs, authorName: fileName, text: note }]
  return {
    personId,
    name,
    company: company === '' ? null : company,
    numbers,
    priority: 'normal',
    account: none(null),
    openIssue: none(null),
    orders: none([]),
    satisfaction: none(null),
    contacts: none([]),
    notes: { asOfMs: notes.length === 0 ? null : modifiedAtMs, value: notes },
    campaign: none(null),
    extra: { asOfMs: extra.length === 0 ? null : modifiedAtMs, value: extra },
  }
}
