/** Writes a small file so that a crash or a power cut leaves the old one or the new one, never half of one. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const ownerOnly = 0o600

/**
 * Written beside, forced to the disk, then renamed: for its owner alone, in a folder made for its owner alone where there
 * is none. Throws the system's error when the disk refuses; nothing is left beside then.
 */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.new`
  try {
    writeForced(draft, content)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  forceFolder(dirname(path))
}

function writeForced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w', ownerOnly)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes the rename itself outlast a power cut. Windows has no such call for folders and needs none. */
function forceFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
