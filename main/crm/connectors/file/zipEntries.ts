/** The parts of a spreadsheet file, which is a ZIP archive, as text in pieces; nothing is unpacked to the disk. */
import { promisify } from 'node:util'
import { type Entry, fromBuffer, fromFd, type Options, type ZipFile } from 'yauzl'
import { FileRefusal } from '#main/crm/connectors/file/fileRow'

export interface ZipParts {
  has(name: string): boolean
  /** UTF-8. Throws `too-large` where the part unpacks to more than `mostBytes`, `damaged-spreadsheet` where it cannot. */
  text(name: string, mostBytes: number): AsyncGenerator<string>
}

/** A workbook has a few dozen parts, and pictures. */
const mostParts = 10_000

/** An open file, which stays the caller's, or all its bytes. */
export async function openZip(whole: number | Buffer): Promise<ZipParts> {
  try {
    const options: Options = { lazyEntries: true, autoClose: false }
    const zip = await (typeof whole === 'number'
      ? promisify<number, Options, ZipFile>(fromFd)(whole, options)
      : promisify<Buffer, Options, ZipFile>(fromBuffer)(whole, options))
    if (zip.entryCount > mostParts) throw new FileRefusal('too-large')
    const entries = await readEntries(zip)
    return { has: (name) => entries.has(name), text: (name, most) => readPart(zip, entries.get(name), most) }
  } catch (error) {
    throw toRefusal(error)
  }
}

function readEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

async function* readPart(zip: ZipFile, entry: Entry | undefined, mostBytes: number): AsyncGenerator<string> {
  if (entry === undefined) throw new FileRefusal('damaged-spreadsheet')
  if (entry.isEncrypted()) throw new FileRefusal('old-spreadsheet')
  // What the archive says of its sizes is held to while it is unpacked: more is an error.
  if (entry.uncompressedSize > mostBytes) throw new FileRefusal('too-large')
  try {
    const open = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
    const decoder = new TextDecoder('utf-8')
    for await (const piece of await open(entry))
      yield decoder.decode(piece as unknown as Uint8Array, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throw toRefusal(error)
  }
}

function toRefusal(error: unknown): FileRefusal {
  return error instanceof FileRefusal ? error : new FileRefusal('damaged-spreadsheet', null, error)
}
