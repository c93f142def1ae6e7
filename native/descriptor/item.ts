/** Cuts a report descriptor into items (HID 1.11 sections 6.2.2.2 and 6.2.2.3). */

export interface Item {
  /** 0 main, 1 global, 2 local, 3 reserved (long items among them). */
  readonly type: number
  readonly tag: number
  /** Its data as a number without sign; 0 when it has none. */
  readonly unsigned: number
  readonly signed: number
  /** Bytes of data: 0, 1, 2 or 4. */
  readonly dataBytes: number
  readonly nextOffset: number
}

/** The item that begins at `offset`; null when it ends beyond the bytes. */
export function readItem(bytes: Uint8Array, offset: number): Item | null {
  const prefix = bytes[offset]
  if (prefix === undefined) return null
  if (prefix === 0xfe) return readLongItem(bytes, offset)
  const dataBytes = (prefix & 3) === 3 ? 4 : prefix & 3
  const nextOffset = offset + 1 + dataBytes
  if (nextOffset > bytes.length) return null
  const unsigned = readUnsigned(bytes, offset + 1, dataBytes)
  return {
    type: (prefix >> 2) & 3,
    tag: prefix >> 4,
    unsigned,
    signed: toSigned(unsigned, dataBytes * 8),
    dataBytes,
    nextOffset,
  }
}

/** Long items carry nothing that is defined; they are stepped over. */
function readLongItem(bytes: Uint8Array, offset: number): Item | null {
  const length = bytes[offset + 1]
  if (length === undefined) return null
  const nextOffset = offset + 3 + length
  if (nextOffset > bytes.length) return null
  return { type: 3, tag: bytes[offset + 2] ?? 0, unsigned: 0, signed: 0, dataBytes: 0, nextOffset }
}

function readUnsigned(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[offset + index] ?? 0)
  return value
}

/** Reads the top bit of `bits` (0–32) as a sign. */
export function toSigned(unsigned: number, bits: number): number {
  return bits > 0 && unsigned >= 2 ** (bits - 1) ? unsigned - 2 ** bits : unsigned
}
