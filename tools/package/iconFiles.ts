/** Writes the pictures of an icon, drawn at several sizes, into the one file that Windows and macOS each want. Pure. */

export interface Drawing {
  /** Pixels a side. */
  readonly size: number
  readonly png: Buffer
  /** Red, green, blue, alpha; row by row from the top, not premultiplied. */
  readonly rgba: Buffer
}

const icoHeadBytes = 6
const icoEntryBytes = 16

/**
 * The ICO format: one table, then the pictures. 256 pixels are kept as PNG, which Windows has read since Vista; smaller
 * ones as bitmaps, because installers and older dialogs read no others.
 */
export function toIco(drawings: readonly Drawing[]): Buffer {
  const pictures = drawings.map((each) => (each.size < 256 ? toBitmap(each) : each.png))
  const head = Buffer.alloc(icoHeadBytes + icoEntryBytes * drawings.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(drawings.length, 4)
  let offset = head.length
  for (const [index, { size }] of drawings.entries()) {
    const bytes = pictures[index]?.length ?? 0
    const entry = head.subarray(icoHeadBytes + icoEntryBytes * index)
    // 0 stands for 256.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(bytes, 8)
    entry.writeUInt32LE(offset, 12)
    offset += bytes
  }
  return Buffer.concat([head, ...pictures])
}

/** BITMAPINFOHEADER of twice the height, blue first from the lowest row, then a mask that hides nothing: alpha does. */
function toBitmap({ size, rgba }: Drawing): Buffer {
  const head = Buffer.alloc(40)
  const maskRowBytes = Math.ceil(size / 32) * 4
  head.writeUInt32LE(40, 0)
  head.writeInt32LE(size, 4)
  head.writeInt32LE(size * 2, 8)
  head.writeUInt16LE(1, 12)
  head.writeUInt16LE(32, 14)
  const pixels = Buffer.alloc(size * size * 4)
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const from = (y * size + x) * 4
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(from, from + 4)
      pixels.set([blue, green, red, alpha], ((size - 1 - y) * size + x) * 4)
    }
  return Buffer.concat([head, pixels, Buffer.alloc(maskRowBytes * size)])
}

/** What each size is called in an `icns` file that holds PNG; one size has two names, one of them for double density. */
const icnsNames: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}
export const icnsSizes = Object.keys(icnsNames).map(Number)

/** Apple's icon container: `icns`, its whole length, then each picture behind its name and length. */
export function toIcns(drawings: readonly Drawing[]): Buffer {
  const parts = drawings.flatMap(({ size, png }) => (icnsNames[size] ?? []).map((name) => toPart(name, png)))
  return toPart('icns', Buffer.concat(parts))
}

function toPart(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(content.length + head.length, 4)
  return Buffer.concat([head, content])
}
