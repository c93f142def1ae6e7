/** Reads a file in pieces, and notices when somebody changes it meanwhile; or one that is held in memory. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { FileRefusal } from '#main/crm/connectors/file/fileRow'
import { toErrorCode } from '#main/store/storeFault'

/** A file that never lay on this disk: any thread can read its bytes, and nobody writes them any more. */
export interface HeldFile {
  readonly bytes: SharedArrayBuffer
  /** When it was last written, where it comes from. */
  readonly modifiedAtMs: number
}

export interface FileBytes {
  /** For a reader that goes to and fro in it: the open file, or all its bytes. */
  whole(): number | Buffer
  readonly size: number
  readonly modifiedAtMs: number
  /** How many bytes `pieces` has read. */
  readonly readBytes: number
  /** The first bytes, up to `most`. */
  begin(most: number): Uint8Array
  /** The whole file from its first byte; each piece is good until the next. Once. */
  pieces(): Generator<Uint8Array>
  /** Throws `changed` where the file is not what it was when it was opened. */
  checkSame(): void
  close(): void
}

const pieceBytes = 1 << 16

/** Throws `FileRefusal` for what is not there, is no file (a folder, a pipe), may not be read or has nothing in it. */
export function openFileBytes(path: string): FileBytes {
  const descriptor = open(path)
  const { size, mtimeMs, mtimeNs } = fstatSync(descriptor, { bigint: true })
  const wholeSize = Number(size)
  if (wholeSize === 0) {
    closeSync(descriptor)
    throw new FileRefusal('empty')
  }
  let readBytes = 0

  const checkSame = (): void => {
    const now = fstatSync(descriptor, { bigint: true })
    if (Number(now.size) !== wholeSize || now.mtimeNs !== mtimeNs) throw new FileRefusal('changed')
  }

  return {
    whole: () => descriptor,
    size: wholeSize,
    modifiedAtMs: Number(mtimeMs),
    get readBytes() {
      return readBytes
    },
    begin(most) {
      const bytes = new Uint8Array(Math.min(most, wholeSize))
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0))
    },
    *pieces() {
      const piece = new Uint8Array(pieceBytes)
      for (;;) {
        const read = readSync(descriptor, piece, 0, pieceBytes, readBytes)
        // After the read: what was read before a change is thrown away with it.
        checkSame()
        if (read === 0) return
        readBytes += read
        yield piece.subarray(0, read)
      }
    },
    checkSame,
    close: () => closeSync(descriptor),
  }
}

/** Throws `FileRefusal` for one that has nothing in it. */
export function openHeldBytes({ bytes, modifiedAtMs }: HeldFile): FileBytes {
  const all = new Uint8Array(bytes)
  if (all.length === 0) throw new FileRefusal('empty')
  let readBytes = 0
  return {
    // A copy: what unpacks an archive does not take shared memory.
    whole: () => Buffer.from(all),
    size: all.length,
    modifiedAtMs,
    get readBytes() {
      return readBytes
    },
    begin: (most) => Uint8Array.from(all.subarray(0, most)),
    *pieces() {
      const piece = new Uint8Array(pieceBytes)
      while (readBytes < all.length) {
        const next = all.subarray(readBytes, readBytes + pieceBytes)
        piece.set(next)
        readBytes += next.length
        yield piece.subarray(0, next.length)
      }
    },
    checkSame: () => undefined,
    close: () => undefined,
  }
}

function open(path: string): number {
  try {
    // Opening a pipe would wait for a writer.
    if (!statSync(path).isFile()) throw new FileRefusal('not-a-file')
    return openSync(path, 'r')
  } catch (error) {
    const code = toErrorCode(error)
    if (code === null) throw error
    throw new FileRefusal(code === 'ENOENT' || code === 'ENOTDIR' ? 'not-found' : 'unreadable', null, error)
  }
}
