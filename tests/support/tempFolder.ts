/** A folder of a test's own that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TempFolder {
  readonly path: string
  file(name: string): string
  remove(): void
}

export function createTempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'najva-'))
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
