/**
 * A letter box of the profile: whoever may write to the folder can put secrets in, and only the profile's key takes them
 * out. It is for profiles whose key lies in the system's keychain, which the desk alone can ask.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CrmSecrets } from '#main/crm/connector/crmConfig'
import { toErrorCode } from '#main/store/storeFault'
import { writeWholeFile } from '#main/store/wholeFile'

const cipher = 'chacha20-poly1305'
const tagBytes = 16

/** RFC 8410 section 7: what stands before the 32 bytes of an X25519 private key in DER. */
const privateKeyHead = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** A letter: the sender's public key for this one letter, and the locked text with its tag, in base64. */
const Letter = z.object({ from: z.string().max(200), locked: z.string().max(200_000) })
const Secrets = z.record(z.string().max(80), z.string().max(20_000))

const slotOf = (profileDir: string): string => join(profileDir, 'crm-letter-box.pem')
const letterOf = (profileDir: string): string => join(profileDir, 'crm-letter')

/** Makes the slot, once; the desk does it when it starts. Throws the system's error when the disk refuses. */
export function openLetterBox(profileDir: string, key: Uint8Array): void {
  const slot = createPublicKey(toPrivateKey(key)).export({ type: 'spki', format: 'pem' }).toString()
  if (readIfThere(slotOf(profileDir)) !== slot) writeWholeFile(slotOf(profileDir), slot)
}

export function hasLetterBox(profileDir: string): boolean {
  return existsSync(slotOf(profileDir))
}

/** False where the desk has not made the slot yet: it has to be started once. */
export function dropSecrets(profileDir: string, secrets: CrmSecrets): boolean {
  const slot = readIfThere(slotOf(profileDir))
  if (slot === null) return false
  const own = generateKeyPairSync('x25519')
  const from = own.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const locker = createCipheriv(cipher, toLetterKey(own.privateKey, createPublicKey(slot)), nonce, {
    authTagLength: tagBytes,
  })
  const locked = Buffer.concat([locker.update(JSON.stringify(secrets), 'utf8'), locker.final()])
  const letter = { from, locked: Buffer.concat([locker.getAuthTag(), locked]).toString('base64') }
  writeWholeFile(letterOf(profileDir), JSON.stringify(letter))
  return true
}

/** What lies in the box; null when it is empty, or holds nothing that was meant for this profile. */
export function readLetter(profileDir: string, key: Uint8Array): CrmSecrets | null {
  const text = readIfThere(letterOf(profileDir))
  if (text === null) return null
  try {
    const { from, locked } = Letter.parse(JSON.parse(text))
    const bytes = Buffer.from(locked, 'base64')
    const opener = createDecipheriv(cipher, toLetterKey(toPrivateKey(key), createPublicKey(from)), nonce, {
      authTagLength: tagBytes,
    })
    opener.setAuthTag(bytes.subarray(0, tagBytes))
    const opened = Buffer.concat([opener.update(bytes.subarray(tagBytes)), opener.final()])
    return Secrets.parse(JSON.parse(opened.toString('utf8')))
  } catch {
    return null
  }
}

/** Once its secrets are kept, or nothing can be read in it. */
export function throwLetterAway(profileDir: string): void {
  rmSync(letterOf(profileDir), { force: true })
}

/** Every letter has a key of its own, so that one nonce is used once with each. */
const nonce = Buffer.alloc(12)

function toPrivateKey(key: Uint8Array): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', key, new Uint8Array(), 'najva crm letter box', 32))
  return createPrivateKey({ key: Buffer.concat([privateKeyHead, seed]), format: 'der', type: 'pkcs8' })
}

function toLetterKey(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const shared = diffieHellman({ privateKey, publicKey })
  return Buffer.from(hkdfSync('sha256', shared, new Uint8Array(), 'najva crm letter', 32))
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (toErrorCode(error) === 'ENOENT') return null
    throw error
  }
}
