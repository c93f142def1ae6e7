/** Packs workbooks as spreadsheet programs do, and bombs as they do not. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: string | Uint8Array
  /** What the archive says the part unpacks to; the truth unless told. */
  readonly saidBytes?: number
}

/** PKWARE APPNOTE 4.3: a local header and the deflated data for each part, the central directory, its end. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, saidBytes } of parts) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(saidBytes ?? bytes.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** `sheets` by name: what stands in `sheetData`. `shared`: what stands in each `si`. */
export function toWorkbookParts(
  sheets: Readonly<Record<string, string>>,
  shared: readonly string[] = [],
): ZipPart[] {
  const names = Object.keys(sheets)
  const listed = names
    .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join('')
  const related = names
    .map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/s${at + 1}.xml"/>`,
    )
    .join('')
  return [
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${listed}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${related}</Relationships>` },
    ...Object.values(sheets).map((data, at) => ({
      name: `xl/worksheets/s${at + 1}.xml`,
      content: `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
    })),
    ...(shared.length === 0
      ? []
      : [
          {
            name: 'xl/sharedStrings.xml',
            content: `<sst xmlns="${main}">${shared.map((each) => `<si>${each}</si>`).join('')}</sst>`,
          },
        ]),
  ]
}

/** A row of texts, as programs that write no shared ones do. */
export function toRow(line: number, cells: readonly string[]): string {
  const written = cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`)
  return `<row r="${line}">${written.join('')}</row>`
}
