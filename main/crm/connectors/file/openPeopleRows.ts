/** Opens a file of people by what is in it, whatever its name ends in. */
import type { Delimiter, FileEncoding, FileForm } from '#contract/contactImport'
import { readCsv } from '#main/crm/connectors/file/csvRows'
import {
  type FileBytes,
  type HeldFile,
  openFileBytes,
  openHeldBytes,
} from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type PeopleRows } from '#main/crm/connectors/file/fileRow'
import { guessEncoding, sampleBytes } from '#main/crm/connectors/file/fileText'
import { readVcards } from '#main/crm/connectors/file/vcardRows'
import { oldMark, readXlsx, zipMark } from '#main/crm/connectors/file/xlsxRows'

export interface OpenPeopleRows extends PeopleRows {
  readonly kind: 'csv' | 'vcard' | 'xlsx'
  /** null for a workbook, which says it itself. */
  readonly encoding: FileEncoding | null
  /** null for what is no CSV. */
  readonly delimiter: Delimiter | null
  /** Names of a workbook's sheets; none for other files. */
  readonly sheets: readonly string[]
  readonly bytes: FileBytes
}

/** `held`: the file is in memory, and `path` its name. Throws `FileRefusal`. Whoever opens it closes `bytes`. */
export async function openPeopleRows(
  path: string,
  form: FileForm,
  held: HeldFile | null = null,
): Promise<OpenPeopleRows> {
  const bytes = held === null ? openFileBytes(path) : openHeldBytes(held)
  try {
    return { ...(await read(bytes, form)), bytes }
  } catch (error) {
    bytes.close()
    throw error
  }
}

async function read(bytes: FileBytes, form: FileForm): Promise<Omit<OpenPeopleRows, 'bytes'>> {
  const sample = bytes.begin(sampleBytes)
  const begins = (mark: Uint8Array) => mark.every((byte, at) => sample[at] === byte)
  if (begins(oldMark)) throw new FileRefusal('old-spreadsheet')
  const unsaid = { encoding: null, delimiter: null, sheets: [] }
  if (begins(zipMark)) return { ...unsaid, kind: 'xlsx', ...(await readXlsx(bytes, form.sheet)) }
  const encoding = form.encoding ?? guessEncoding(sample)
  const beginning = new TextDecoder(encoding).decode(sample.subarray(0, 1000), { stream: true })
  if (/^\s*BEGIN:VCARD\s*$/im.test(beginning.split(/[\r\n]+/).find((line) => line.trim() !== '') ?? ''))
    return { ...unsaid, kind: 'vcard', encoding, ...(await readVcards(bytes, encoding)) }
  return { ...unsaid, kind: 'csv', encoding, ...(await readCsv(bytes, encoding, form.delimiter)) }
}
