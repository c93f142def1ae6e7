/** Remembers how the columns of a file were mapped, so that the next file with these headings maps itself. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { ColumnMapping } from '#contract/columnMapping'
import { readLockedFile, writeLockedFile } from '#main/crm/profile/lockedFile'
import { toStoreFault } from '#main/store/storeFault'

/** By the headings' hash, the last used at the end. */
const Maps = z.array(z.tuple([z.string(), ColumnMapping])).max(200)
type Maps = z.infer<typeof Maps>

const mostMaps = 100

/** Locked: a file without headings has a person's name where they would stand. */
const purpose = 'crm import maps'
const fileOf = (profileDir: string): string => join(profileDir, 'crm-import-maps')

/** null where none was kept; a file that cannot be read is as none. */
export function loadImportMap(
  profileDir: string,
  key: Uint8Array,
  headings: readonly string[],
): ColumnMapping | null {
  const shape = toShape(headings)
  return readMaps(profileDir, key).find(([each]) => each === shape)?.[1] ?? null
}

/** Whether the disk took it. */
export function keepImportMap(
  profileDir: string,
  key: Uint8Array,
  headings: readonly string[],
  mapping: ColumnMapping,
): boolean {
  const shape = toShape(headings)
  const others = readMaps(profileDir, key).filter(([each]) => each !== shape)
  const maps: Maps = [...others.slice(1 - mostMaps), [shape, mapping]]
  try {
    writeLockedFile(fileOf(profileDir), key, purpose, JSON.stringify(maps))
    return true
  } catch (error) {
    if (toStoreFault(error) === null) throw error
    return false
  }
}

function readMaps(profileDir: string, key: Uint8Array): Maps {
  try {
    const locked = readLockedFile(fileOf(profileDir), key, purpose)
    const parsed = Maps.safeParse(JSON.parse((locked.kind === 'text' ? locked.text : null) ?? '[]'))
    return parsed.success ? parsed.data : []
  } catch (error) {
    if (toStoreFault(error) === null && !(error instanceof SyntaxError)) throw error
    return []
  }
}

function toShape(headings: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(headings)).digest('hex')
}
