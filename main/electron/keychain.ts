/** Keeps the profile's key under the system's keychain, where there is one worth the name. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { safeStorage } from 'electron'
import { type Answer, done, failed } from '#contract/failure'
import type { Log } from '#main/desk/log'
import { writeWholeFile } from '#main/store/wholeFile'

const keyBytes = 32

/**
 * The 32-byte key, made at the first start. `cache-unavailable` when the system offers no keychain, or only plain
 * text under that name (`basic_text` on Linux), or the keychain no longer opens what it closed.
 */
export async function loadKeychainKey(path: string, log: Log): Promise<Answer<Uint8Array>> {
  if (!(await hasKeychain())) return failed('cache-unavailable', 'keychain')
  try {
    return done(existsSync(path) ? await readKey(path) : await makeKey(path))
  } catch (cause) {
    log.error({ err: cause }, 'the keychain does not open the profile key')
    return failed('cache-unavailable', 'keychain')
  }
}

/** False as well for one that keeps plain text under that name. */
export async function hasKeychain(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  return safeStorage.isAsyncEncryptionAvailable()
}

async function readKey(path: string): Promise<Uint8Array> {
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(path))
  const key = Buffer.from(result, 'base64')
  if (key.length !== keyBytes) throw new Error('The profile key has the wrong length')
  if (shouldReEncrypt) await writeKey(path, key)
  return new Uint8Array(key)
}

async function makeKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes)
  await writeKey(path, key)
  return new Uint8Array(key)
}

async function writeKey(path: string, key: Buffer): Promise<void> {
  const locked = await safeStorage.encryptStringAsync(key.toString('base64'))
  writeWholeFile(path, locked)
}
