/** Builds that are there whole or not at all, and a few earlier ones beside them, for a program that still runs on one. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const keptBuilds = 3
const draftMark = 'draft-'

export interface KeptBuild<Filled> {
  /** Absolute. */
  readonly folder: string
  /** What whoever filled it gave back. */
  readonly filled: Filled
}

/** The folder `name` in `builds`, filled by `fill`. Two who build the same each do; the first to finish gives it its name. */
export async function keepBuild<Filled>(
  builds: string,
  name: string,
  fill: (draft: string) => Promise<Filled>,
): Promise<KeptBuild<Filled>> {
  const folder = join(builds, name)
  mkdirSync(builds, { recursive: true })
  const draft = mkdtempSync(join(builds, draftMark))
  try {
    const filled = await fill(draft)
    if (!existsSync(folder)) renameSync(draft, folder)
    dropOldBuilds(builds, folder)
    return { folder, filled }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function dropOldBuilds(builds: string, current: string): void {
  const earlier = readdirSync(builds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(draftMark))
    .map((entry) => join(builds, entry.name))
    .filter((folder) => folder !== current)
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const folder of earlier.slice(keptBuilds - 1)) rmSync(folder, { recursive: true, force: true })
}
