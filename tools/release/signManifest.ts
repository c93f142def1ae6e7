/** Completes and signs what electron-builder wrote of a release, so that desks believe it; refuses what they would refuse. */
import { type KeyObject, sign } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { parse, stringify } from 'yaml'
import { type Feed, openManifest, type ReleaseKeys } from '#main/updates/manifest'

export interface SigningOptions extends Feed {
  /** Ed25519. */
  readonly privateKey: KeyObject
  /** The public keys desks hold now; the private one must be of one of them. */
  readonly keys: ReleaseKeys
  /** What is new, in both languages of the desk. */
  readonly notes: { readonly en: string; readonly fa: string }
  /** Per cent of the desks that take it; null for all. */
  readonly share: number | null
  readonly withdrawn: readonly string[]
}

export interface SignedManifest {
  readonly manifest: Buffer
  /** Base64. */
  readonly signature: string
}

/** Pure. `written` is `latest.yml` and its like. Throws with a sentence for whoever releases. */
export function signManifest(written: string, options: SigningOptions): SignedManifest {
  const { channel, platform, notes, share, withdrawn } = options
  const manifest = Buffer.from(
    stringify({
      ...toPlain(written),
      ...(share === null ? {} : { stagingPercentage: share }),
      najva: { channel, platform, notes, withdrawn: [...withdrawn] },
    }),
  )
  const signature = sign(null, manifest, options.privateKey).toString('base64')
  const opened = openManifest(manifest, signature, options.keys, options)
  switch (opened) {
    case 'unsigned':
      throw new Error('The key is none of those that desks hold: nothing was signed')
    case 'malformed':
      throw new Error(
        'Desks would refuse this manifest: a name, a hash, a size, the share or the notes are not as they must be',
      )
    case 'foreign':
      throw new Error('The manifest is for another channel or system')
    default:
      return { manifest, signature }
  }
}

/** The parts desks know; what electron-builder adds for older clients is left out, because no one may ever read it. */
function toPlain(written: string): Record<string, unknown> {
  const raw: unknown = parse(written, { maxAliasCount: 0 })
  if (typeof raw !== 'object' || raw === null) throw new Error('This is no manifest of electron-builder')
  const { version, files, path, sha512, releaseDate, minimumSystemVersion } = raw as Record<string, unknown>
  const all = { version, files: toOnce(files), path, sha512, releaseDate, minimumSystemVersion }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** electron-builder names a deb or rpm once for each channel it writes for. Of two different files one would be wrong. */
function toOnce(files: unknown): unknown {
  if (!Array.isArray(files)) return files
  const byName = new Map<unknown, unknown>()
  for (const file of files) {
    const before = byName.get(file?.url)
    if (before !== undefined && !isDeepStrictEqual(before, file))
      throw new Error(`The manifest names ${file?.url} twice, and not the same file`)
    byName.set(file?.url, file)
  }
  return [...byName.values()]
}
