/** The key of the profile's databases where no keychain holds it: a file that its owner alone can read. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { type Answer, done, failed } from '#contract/failure'
import type { Clock } from '#contract/time'
import { setAside } from '#main/store/setAside'
import { toErrorCode, toStoreFault } from '#main/store/storeFault'

const keyBytes = 32
const ownerOnly = 0o600

/**
 * Reads the 32-byte key, creating it at the first start. A file of another length is set aside and a new key made:
 * the databases it locked cannot be opened by anything any more. `cache-unwritable` when it can neither be read nor
 * made.
 */
export function loadProfileKey(path: string, clock: Clock): Answer<Uint8Array> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const kept = readKey(path)
    if (kept?.byteLength === keyBytes) return done(kept)
    if (kept !== null) setAside(path, clock)
    createKey(path)
    const made = readKey(path)
    return made?.byteLength === keyBytes ? done(made) : failed('cache-unavailable')
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    return failed('cache-unwritable')
  }
}

function readKey(path: string): Uint8Array | null {
  try {
    // A copied or restored profile may have come back readable by others.
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, ownerOnly)
    return new Uint8Array(readFileSync(path))
  } catch (error) {
    if (toErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Appears whole or not at all, and never replaces the key of a desk that started at the same moment. */
function createKey(path: string): void {
  const draft = `${path}.${process.pid}.new`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', ownerOnly)
  try {
    writeSync(file, randomBytes(keyBytes))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
    rmSync(draft)
  } catch (error) {
    if (toErrorCode(error) === 'EEXIST') rmSync(draft)
    // A file system without hard links: renaming is the next best, and still whole.
    else renameSync(draft, path)
  }
}
