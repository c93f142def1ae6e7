/** A release is signed so that desks believe it, and refused where they would refuse it. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { openManifest } from '#main/updates/manifest'
import { type SigningOptions, signManifest } from '#tools/release/signManifest'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const keys = [publicKey.export({ format: 'jwk' }).x ?? '']
const sha512 = `${'A'.repeat(86)}==`

/** As electron-builder 26 writes it. */
const written = {
  version: '1.1.0',
  files: [{ url: 'najva-desk-1.1.0-win-x64.exe', sha512, size: 90_000_000 }],
  path: 'najva-desk-1.1.0-win-x64.exe',
  sha512,
  releaseDate: '2026-11-23T08:00:00.000Z',
}
const options: SigningOptions = {
  channel: 'latest',
  platform: 'win32',
  privateKey,
  keys,
  notes: { en: 'New', fa: 'تازه' },
  share: null,
  withdrawn: [],
}
const text = stringify(written)

test('what is signed is what a desk opens', () => {
  const { manifest, signature } = signManifest(text, { ...options, share: 10, withdrawn: ['1.0.9'] })
  expect(openManifest(manifest, signature, keys, options)).toMatchObject({
    ...written,
    stagingPercentage: 10,
    najva: { notes: options.notes, withdrawn: ['1.0.9'] },
  })
})

test.each<[string, string, Partial<SigningOptions>]>([
  ['a key that desks do not hold', text, { keys: ['0lpN4yYx08gAG-PYh1xISWqXpm3U6iykL7LBtaNfXbo'] }],
  ['no keys', text, { keys: [] }],
  ['a share that is no whole number', text, { share: 12.5 }],
  ['a share that is not a number at all', text, { share: Number.NaN }],
  ['a share beyond all', text, { share: 101 }],
  ['notes without end', text, { notes: { en: 'x'.repeat(9000), fa: '' } }],
  ['no version', stringify({ ...written, version: 'newest' }), {}],
  ['no hash', stringify({ ...written, files: [{ url: 'a.exe', size: 1 }] }), {}],
  ['a file with a path', stringify({ ...written, files: [{ url: '../a.exe', sha512, size: 1 }] }), {}],
  [
    'a name that stands for two files',
    stringify({ ...written, files: [...written.files, { ...written.files[0], size: 1 }] }),
    {},
  ],
  ['no files', stringify({ ...written, files: [] }), {}],
  ['another kind of file', '- a\n- b\n', {}],
  ['nothing', '', {}],
])('a release with %s is refused', (_, manifest, change) => {
  expect(() => signManifest(manifest, { ...options, ...change })).toThrow()
})

test('a file named twice alike is named once', () => {
  const { manifest, signature } = signManifest(
    stringify({ ...written, files: [...written.files, ...structuredClone(written.files)] }),
    options,
  )
  expect(openManifest(manifest, signature, keys, options)).toMatchObject({ files: written.files })
})

test('an alias in the file is not followed', () => {
  expect(() => signManifest('a: &a [1]\nb: *a\n', options)).toThrow()
  expect(parse('a: 1')).toEqual({ a: 1 })
})
