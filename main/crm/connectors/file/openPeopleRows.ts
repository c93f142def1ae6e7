/** Opens a file of people by what is in it, whatever its name ends in. */
import { z } from 'zod'
import { readCsv } from '#main/crm/connectors/file/csvRows'
import { type FileBytes, openFileBytes } from '#main/crm/connectors/file/fileBytes'
import { FileRefusal, type PeopleRows } from '#main/crm/connectors/file/fileRow'
import { FileEncoding, guessEncoding, sampleBytes } from '#main/crm/connectors/file/fileText'
import { readVcards } from '#main/crm/connectors/file/vcardRows'
import { oldMark, readXlsx, zipMark } from '#main/crm/connectors/file/xlsxRows'

/** What a person says of the file; null leaves it to be guessed. */
export const FileForm = z.strictObject({
  encoding: FileEncoding.nullable(),
  delimiter: z.enum([',', ';', '\t', '|']).nullable(),
  /** Of a workbook: the sheet's name, or its place from 1; null for the first. */
  sheet: z.string().min(1).max(200).nullable(),
})
export type FileForm = z.infer<typeof FileForm>

export const guessedForm: FileForm = { encoding: null, delimiter: null, sheet: null }

export interface OpenPeopleRows extends PeopleRows {
  readonly kind: 'csv' | 'vcard' | 'xlsx'
  /** null for a workbook, which says it itself. */
  readonly encoding: FileEncoding | null
  readonly bytes: FileBytes
}

/** Throws `FileRefusal`. Whoever opens it closes `bytes`, also after a refusal in the middle. */
export async function openPeopleRows(path: string, form: FileForm): Promise<OpenPeopleRows> {
  const bytes = openFileBytes(path)
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
  if (begins(zipMark)) return { kind: 'xlsx', encoding: null, ...(await readXlsx(bytes, form.sheet)) }
  const encoding = form.encoding ?? guessEncoding(sample)
  const beginning = new TextDecoder(encoding).decode(sample.subarray(0, 1000), { stream: true })
  if (/^\s*BEGIN:VCARD\s*$/im.test(beginning.split(/[\r\n]+/).find((line) => line.trim() !== '') ?? ''))
    return { kind: 'vcard', encoding, ...(await readVcards(bytes, encoding)) }
  return { kind: 'csv', encoding, ...(await readCsv(bytes, encoding, form.delimiter)) }
}
