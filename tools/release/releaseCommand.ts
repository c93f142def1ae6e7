/** `npm run release`: signs the manifest of a packed version, or makes the key to sign with. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { signManifest } from '#tools/release/signManifest'

const usage = `npm run release -- --manifest dist/latest.yml --key FILE --notes-en FILE --notes-fa FILE
                   --channel latest|beta --platform win32|darwin|linux [--share 0..100] [--withdraw VERSION …]
npm run release -- --new-key FILE    makes a signing key, readable by its owner, and prints the public one
NAJVA_RELEASE_KEYS holds the public keys that desks were built with.`

const Options = z.object({
  manifest: z.string(),
  key: z.string(),
  'notes-en': z.string(),
  'notes-fa': z.string(),
  channel: z.enum(['latest', 'beta']),
  platform: z.enum(['win32', 'darwin', 'linux']),
  /** A text that is no whole number stops the release: it would count for everybody. */
  share: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().max(100))
    .optional(),
  withdraw: z.array(z.string()).default([]),
})

function run(words: readonly string[]): void {
  const { values } = parseArgs({
    args: [...words],
    options: {
      manifest: { type: 'string' },
      key: { type: 'string' },
      'notes-en': { type: 'string' },
      'notes-fa': { type: 'string' },
      channel: { type: 'string' },
      platform: { type: 'string' },
      share: { type: 'string' },
      withdraw: { type: 'string', multiple: true },
      'new-key': { type: 'string' },
    },
  })
  if (values['new-key'] !== undefined) {
    makeKey(values['new-key'])
    return
  }
  const parsed = Options.safeParse(values)
  if (!parsed.success) throw new Error(`${z.prettifyError(parsed.error)}\n${usage}`)
  const options = parsed.data
  const { manifest, signature } = signManifest(readFileSync(options.manifest, 'utf8'), {
    channel: options.channel,
    platform: options.platform,
    privateKey: createPrivateKey(readFileSync(options.key, 'utf8')),
    keys: (process.env.NAJVA_RELEASE_KEYS ?? '').split(',').map((key) => key.trim()),
    notes: { en: readFileSync(options['notes-en'], 'utf8'), fa: readFileSync(options['notes-fa'], 'utf8') },
    share: options.share ?? null,
    withdrawn: options.withdraw,
  })
  writeFileSync(options.manifest, manifest)
  writeFileSync(`${options.manifest}.sig`, `${signature}\n`)
}

function makeKey(path: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  console.log(publicKey.export({ format: 'jwk' }).x)
}

try {
  run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
