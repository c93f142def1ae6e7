/** A small file that only the profile's key opens: the secrets a desk signs in to its CRM with. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { toErrorCode } from '#main/store/storeFault'
import { writeWholeFile } from '#main/store/wholeFile'

/** The file is: these bytes, a nonce, the tag, the locked text. A newer form begins with other bytes. */
const mark = Buffer.from('NJV1')
const nonceBytes = 12
const tagBytes = 16
const cipher = 'chacha20-poly1305'

/** `text` null: there is no file. `unreadable`: it is not ours, damaged, or locked with another key. */
export type LockedText =
  | { readonly kind: 'text'; readonly text: string | null }
  | { readonly kind: 'unreadable' }

/** Throws the system's error when a file is there and the system does not let it be read. */
export function readLockedFile(path: string, key: Uint8Array, purpose: string): LockedText {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (toErrorCode(error) === 'ENOENT') return { kind: 'text', text: null }
    throw error
  }
  const nonceEnd = mark.length + nonceBytes
  const tagEnd = nonceEnd + tagBytes
  if (bytes.length < tagEnd || !bytes.subarray(0, mark.length).equals(mark)) return { kind: 'unreadable' }
  try {
    const opener = createDecipheriv(cipher, toOwnKey(key, purpose), bytes.subarray(mark.length, nonceEnd), {
      authTagLength: tagBytes,
    })
    opener.setAuthTag(bytes.subarray(nonceEnd, tagEnd))
    const text = Buffer.concat([opener.update(bytes.subarray(tagEnd)), opener.final()]).toString('utf8')
    return { kind: 'text', text }
  } catch {
    return { kind: 'unreadable' }
  }
}

/** Appears whole or not at all, for its owner alone. Throws the system's error when the disk refuses. */
export function writeLockedFile(path: string, key: Uint8Array, purpose: string, text: string): void {
  const nonce = randomBytes(nonceBytes)
  const locker = createCipheriv(cipher, toOwnKey(key, purpose), nonce, { authTagLength: tagBytes })
  const locked = Buffer.concat([locker.update(text, 'utf8'), locker.final()])
  writeWholeFile(path, Buffer.concat([mark, nonce, locker.getAuthTag(), locked]))
}

/** No two files, and no database, share a key. */
function toOwnKey(key: Uint8Array, purpose: string): Buffer {
  if (key.byteLength !== 32) throw new RangeError('A profile key has 32 bytes')
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `najva ${purpose}`, 32))
}
