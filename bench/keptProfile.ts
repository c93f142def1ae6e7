/** Makes a desk's profile of the kept cache: so many customers in the encrypted file, and nothing of an earlier run. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptCache, openKeptCache } from '#bench/screenpopLookup'

/** The folder of the kept cache, which must have been filled; a desk opens it with the key that is put beside it. */
export function prepareKeptProfile(contacts: number): string {
  const folder = keptCache.folderOf(contacts)
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(keptCache.fileName)) rmSync(join(folder, name), { recursive: true })
  }
  writeFileSync(join(folder, 'key'), keptCache.key, { mode: 0o600 })
  return folder
}

/** Fills the kept cache unless an earlier run has. */
export async function fillKeptProfile(contacts: number, log: (line: string) => void): Promise<string> {
  const { cache } = await openKeptCache(contacts, log)
  await cache.close()
  return prepareKeptProfile(contacts)
}
