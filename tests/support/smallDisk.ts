/** A real file system of a few megabytes that a test can fill up or make read-only: permissions do not bind root. */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createTempFolder } from '#tests/support/tempFolder'

export interface SmallDisk {
  readonly folder: string
  /** Takes all the room that is left, to the last byte; `free` gives it back. */
  fillUp(): void
  /** The same, but for so much. */
  leave(kilobytes: number): void
  free(): void
  makeReadOnly(): void
  makeWritable(): void
  remove(): void
}

/** null where this machine does not let the test mount; such a test is skipped. */
export function createSmallDisk(megabytes: number): SmallDisk | null {
  const temp = createTempFolder()
  if (!mount(['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', temp.path])) {
    temp.remove()
    return null
  }
  const ballast = join(temp.path, 'ballast')
  return {
    folder: temp.path,
    fillUp: () => fillUp(ballast),
    leave(kilobytes) {
      fillUp(ballast)
      truncateSync(ballast, Math.max(0, statSync(ballast).size - kilobytes * 1024))
    },
    free: () => rmSync(ballast, { force: true }),
    makeReadOnly: () => remount(temp.path, 'ro'),
    makeWritable: () => remount(temp.path, 'rw'),
    remove() {
      spawnSync('umount', ['-l', temp.path])
      temp.remove()
    },
  }
}

export function canMount(): boolean {
  const disk = createSmallDisk(1)
  disk?.remove()
  return disk !== null
}

function mount(args: readonly string[]): boolean {
  return process.platform === 'linux' && spawnSync('mount', args).status === 0
}

/** A file system with a file open for writing can refuse to become read-only; the test then fails loudly. */
function remount(folder: string, mode: 'ro' | 'rw'): void {
  const done = spawnSync('mount', ['-o', `remount,${mode}`, folder], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`The disk cannot be remounted: ${done.stderr}`)
}

function fillUp(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (const size of [65_536, 4096, 1]) while (true) if (!write(file, Buffer.alloc(size))) break
  } finally {
    closeSync(file)
  }
}

function write(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length
  } catch {
    return false
  }
}
