/** Writes files of people to a disk and reads them back through the front door. */
import { writeFileSync } from 'node:fs'
import { type FileForm, guessedForm } from '#contract/contactImport'
import { FileRefusal, type FileRow } from '#main/crm/connectors/file/fileRow'
import { openPeopleRows } from '#main/crm/connectors/file/openPeopleRows'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

export interface ReadFile {
  readonly kind: string
  readonly encoding: string | null
  readonly headings: readonly string[]
  readonly rows: readonly FileRow[]
}

export interface PeopleFiles {
  readonly folder: TempFolder
  write(name: string, content: string | Uint8Array): string
  /** Everything that can be read of it, or `fault` with its line: `unclosed-quote 3`. */
  read(name: string, form?: Partial<FileForm>): Promise<ReadFile | string>
}

export function createPeopleFiles(): PeopleFiles {
  const folder = createTempFolder()
  return {
    folder,
    write(name, content) {
      writeFileSync(folder.file(name), content)
      return folder.file(name)
    },
    async read(name, form = {}) {
      try {
        const file = await openPeopleRows(folder.file(name), { ...guessedForm, ...form })
        try {
          const rows: FileRow[] = []
          for await (const row of file.rows) rows.push(row)
          return { kind: file.kind, encoding: file.encoding, headings: file.headings, rows }
        } finally {
          file.bytes.close()
        }
      } catch (error) {
        if (error instanceof FileRefusal)
          return [error.fault, error.line].filter((each) => each !== null).join(' ')
        throw error
      }
    },
  }
}

/** The cells of rows that were read, the reasons of the others. */
export function cellsOf(file: ReadFile | string): unknown {
  return typeof file === 'string' ? file : file.rows.map((row) => row.reason ?? row.cells)
}

/** UTF-16 with the high byte first, which Node does not write. */
export function toUtf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

/** Encodes by asking the decoder about all 256 bytes. */
export function toSingleByte(text: string, encoding: 'windows-1256' | 'windows-1252'): Buffer {
  const letters = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, at) => at))
  return Buffer.from([...text].map((letter) => letters.indexOf(letter)))
}
