/** What makes a package one of a release: who signs, where newer versions lie, and by whose word they are believed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ReleaseSettings } from '#main/updates/releaseSettings'

/** The environment of a release build; everything else of it is in the repository. */
const Environment = z.object({
  NAJVA_FEED_URL: z.url({ protocol: /^https$/ }).optional(),
  /** Ed25519 public keys as in a JWK (`x`), separated by commas; two while one is being replaced. */
  NAJVA_RELEASE_KEYS: z.string().optional(),
  /** Whole distinguished names of the certificates that sign for Windows, one on each line. */
  NAJVA_PUBLISHERS: z.string().optional(),
})

/** Throws with a sentence for whoever builds. Null settings make a package that never renews itself. */
export function readReleaseSettings(env: NodeJS.ProcessEnv): ReleaseSettings | null {
  const { NAJVA_FEED_URL, NAJVA_RELEASE_KEYS, NAJVA_PUBLISHERS } = Environment.parse(env)
  if (NAJVA_FEED_URL === undefined && NAJVA_RELEASE_KEYS === undefined) return null
  const parsed = ReleaseSettings.safeParse({
    feedUrl: NAJVA_FEED_URL,
    keys: split(NAJVA_RELEASE_KEYS, ','),
    publishers: split(NAJVA_PUBLISHERS, '\n'),
  })
  if (parsed.success) return parsed.data
  throw new Error(`The settings of the release cannot be used: ${z.prettifyError(parsed.error)}`)
}

/** Inside the archive, whose integrity is checked: not among the resources, which lie open beside it. */
export function writeReleaseSettings(outDir: string, settings: ReleaseSettings | null): void {
  writeFileSync(join(outDir, 'main', 'release.json'), `${JSON.stringify(settings)}\n`)
}

function split(text: string | undefined, mark: string): string[] {
  return (text ?? '')
    .split(mark)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}
