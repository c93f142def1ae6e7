/** Reads what was written after `npm run dist --`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { PackTarget } from '#tools/package/packProblems'

export interface PackOptions {
  readonly target: PackTarget
  /** A folder with Electron's runtime for the target; null to let the packager fetch it. */
  readonly electronDist: string | null
  /** Where the package is put; absolute. */
  readonly out: string
}

export const usage = `npm run dist -- --dir|--win|--mac|--linux [--electron-dist FOLDER] [--out FOLDER]
  --dir    a folder that runs on this system, not an installer
  --win    NSIS for one person and MSI for IT; needs a certificate (CSC_LINK) and NAJVA_PUBLISHERS
  --mac    dmg and zip; needs a certificate and an account for notarizing
  --linux  AppImage, deb and rpm
  --out FOLDER  puts the package there in place of dist/
  --electron-dist FOLDER  packs against this runtime in place of a fetched one
A release needs NAJVA_FEED_URL and NAJVA_RELEASE_KEYS too.`

/** A sentence when it cannot be understood. */
export function parsePackOptions(words: readonly string[]): PackOptions | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        dir: { type: 'boolean' },
        win: { type: 'boolean' },
        mac: { type: 'boolean' },
        linux: { type: 'boolean' },
        'electron-dist': { type: 'string' },
        out: { type: 'string' },
      },
    })
    const targets = (['dir', 'win', 'mac', 'linux'] as const).filter((target) => values[target] === true)
    const [target] = targets
    if (target === undefined || targets.length > 1) return 'Name one of --dir, --win, --mac and --linux.'
    return { target, electronDist: values['electron-dist'] ?? null, out: resolve(values.out ?? 'dist') }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
