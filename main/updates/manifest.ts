/** What a release says of itself: read only after its signature, and refused for anything that is not exactly so. */
import { verify } from 'node:crypto'
import { parse, valid } from 'semver'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'

/** A file of the release, beside the manifest: a plain name, because it becomes a path on a person's disk. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._()+-]{0,150}$/)

/** SHA-512 in base64, as electron-builder writes it. */
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)

const largestFile = 1024 * 1024 * 1024

const ReleaseFile = z
  .object({
    url: FileName,
    sha512: Sha512,
    size: z.number().int().positive().max(largestFile),
    blockMapSize: z.number().int().positive().optional(),
    isAdminRightsRequired: z.boolean().optional(),
  })
  .strict()
export type ReleaseFile = z.infer<typeof ReleaseFile>

const Notes = z.object({ en: z.string().max(8000), fa: z.string().max(8000) }).strict()

/** What electron-builder writes into `latest.yml`, and what `npm run release` adds under `najva` before it signs. */
const Manifest = z
  .object({
    version: z.string().refine((text) => valid(text) === text, 'no version'),
    files: z.array(ReleaseFile).min(1).max(20),
    path: FileName.optional(),
    sha512: Sha512.optional(),
    releaseDate: z.iso.datetime(),
    minimumSystemVersion: z.string().max(20).optional(),
    /** Share of the desks that take it, in per cent; everybody when absent. A text is refused: it would count for all. */
    stagingPercentage: z.number().int().min(0).max(100).optional(),
    najva: z
      .object({
        /** So that the beta's or another system's manifest is not taken for this one. */
        channel: z.enum(['latest', 'beta']),
        platform: z.enum(['win32', 'darwin', 'linux']),
        notes: Notes,
        /** Versions that must not be installed any more, also when they lie on a disk already. */
        withdrawn: z.array(z.string().max(60)).max(100).default([]),
      })
      .strict(),
  })
  .strict()
export type Manifest = z.infer<typeof Manifest>

/** Which feed a desk reads. */
export interface Feed {
  readonly channel: 'latest' | 'beta'
  readonly platform: 'win32' | 'darwin' | 'linux'
}

/**
 * - `unsigned` no signature by any of our keys: nothing else of the file was looked at
 * - `malformed` signed, but not such a manifest
 * - `foreign` signed for another channel or system
 */
export type ManifestRefusal = 'unsigned' | 'malformed' | 'foreign'

/** The name of the manifest beside the files, as electron-builder names it. */
export function toManifestName({ channel, platform }: Feed): string {
  const system = platform === 'win32' ? '' : platform === 'darwin' ? '-mac' : '-linux'
  return `${channel}${system}.yml`
}

/** Ed25519 public keys as they stand in a JWK (`x`, base64url, 32 bytes). Several, so that a key can be replaced. */
export type ReleaseKeys = readonly string[]

/** Pure. `signature` is base64, 64 bytes, over the very bytes of the manifest. */
export function openManifest(
  file: Uint8Array,
  signature: string,
  keys: ReleaseKeys,
  feed: Feed,
): Manifest | ManifestRefusal {
  if (!isSigned(file, signature, keys)) return 'unsigned'
  const manifest = parseManifest(file)
  if (manifest === null) return 'malformed'
  const { channel, platform } = manifest.najva
  return channel === feed.channel && platform === feed.platform ? manifest : 'foreign'
}

function isSigned(file: Uint8Array, signature: string, keys: ReleaseKeys): boolean {
  const text = signature.trim()
  if (!/^[A-Za-z0-9+/]{86}==$/.test(text)) return false
  const bytes = Buffer.from(text, 'base64')
  return keys.some((x) => {
    const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const
    return verify(null, file, key, bytes)
  })
}

function parseManifest(file: Uint8Array): Manifest | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file)
    return Manifest.safeParse(parseYaml(text, { maxAliasCount: 0 })).data ?? null
  } catch {
    // Wrong bytes and wrong YAML throw errors of many kinds.
    return null
  }
}

/** Whether a version has a part behind a dash, as `1.2.0-beta.1`. */
export function isBeta(version: string): boolean {
  return (parse(version)?.prerelease.length ?? 0) > 0
}
