/** Packs for Linux with stand-ins for the runtime and the tools, signs the manifest electron-builder writes, and lets a desk take it. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppImageUpdater } from 'electron-updater'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createLibraryUpdater, type Updater } from '#main/updates/libraryUpdater'
import { openManifest } from '#main/updates/manifest'
import { FileDownloader, toApp, writeConfig } from '#tests/main/updates/rehearsedDesk'
import { startUpdateFeed } from '#tests/main/updates/updateFeed'
import { realClock } from '#tests/support/realClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'
import { makeStandIn } from '#tests/tools/package/standInRuntime'
import { makeStandInTools } from '#tests/tools/package/standInTools'
import { root } from '#tools/root.mjs'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const feed = { channel: 'latest', platform: 'linux' } as const
let folder: TempFolder
let key: string

function run(script: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(root, script), ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
}

beforeAll(async () => {
  folder = createTempFolder()
  const made = run('tools/release/releaseCommand.ts', ['--new-key', folder.file('release.pem')])
  key = made.stdout.trim()
  await makeStandIn(folder.file('electron'))
  const { status, stderr } = run(
    'tools/package/distCommand.ts',
    ['--linux', '--electron-dist', folder.file('electron'), '--out', folder.file('dist')],
    {
      ...makeStandInTools(folder.file('tools')).env,
      NAJVA_FEED_URL: 'https://updates.example/',
      NAJVA_RELEASE_KEYS: key,
      // As on a day when this runtime is kept up.
      SOURCE_DATE_EPOCH: String(Date.UTC(2026, 10, 24) / 1000),
    },
  )
  expect(status, stderr).toBe(0)
}, 600_000)

afterAll(() => folder.remove())

const dist = (name: string): Buffer => readFileSync(folder.file(`dist/${name}`))
const artifacts = (): string[] =>
  readdirSync(folder.file('dist')).filter((name) => /\.(AppImage|deb|rpm)$/.test(name))
const packed = (ending: string): string => {
  const [name = ''] = artifacts().filter((each) => each.endsWith(ending))
  return dist(name).toString('latin1')
}
const hashOf = (file: Buffer): string => createHash('sha512').update(file).digest('base64')

test('each kind of package is made, under a plain name that holds the version', () => {
  expect(artifacts().map((name) => name.split('.').at(-1))).toEqual(
    expect.arrayContaining(['AppImage', 'deb', 'rpm']),
  )
  for (const name of artifacts())
    expect(name).toMatch(new RegExp(`^najva-desk-${version}-linux-[a-z0-9_]+\\.`))
})

test.each(['AppImage', 'deb', 'rpm'])(
  'the entry of the menu in the %s keeps the sandbox, and takes links',
  (kind) => {
    const entry = packed(kind)
    expect(entry).toMatch(/^Exec=(AppRun|\/opt\/Najva\/najva) %U$/m)
    expect(entry).not.toContain('no-sandbox')
    for (const scheme of ['tel', 'callto', 'sip', 'najva'])
      expect(entry).toMatch(new RegExp(`^MimeType=.*x-scheme-handler/${scheme};`, 'm'))
    expect(entry).toMatch(/^StartupWMClass=najva$/m)
  },
)

test.each(['deb', 'rpm'])('the %s brings the rule for headsets, what they need, and every icon', (kind) => {
  const words = packed(kind).split('\n')
  expect(words).toContain(
    'resources/udev/70-najva-headsets.rules=/usr/lib/udev/rules.d/70-najva-headsets.rules',
  )
  expect(words.some((word) => /libusb/.test(word))).toBe(true)
  for (const size of [16, 32, 48, 128, 256, 512])
    expect(packed(kind)).toContain(`=/usr/share/icons/hicolor/${size}x${size}/apps/najva.png`)
})

describe('the manifest electron-builder wrote', () => {
  const sign = (...words: readonly string[]) => {
    for (const locale of ['en', 'fa']) writeFileSync(folder.file(`notes.${locale}`), `Notes ${locale}`)
    mkdirSync(folder.file('signed'), { recursive: true })
    writeFileSync(folder.file('signed/latest-linux.yml'), dist('latest-linux.yml'))
    return run(
      'tools/release/releaseCommand.ts',
      [
        ...['--manifest', folder.file('signed/latest-linux.yml'), '--key', folder.file('release.pem')],
        ...['--notes-en', folder.file('notes.en'), '--notes-fa', folder.file('notes.fa')],
        ...['--channel', 'latest', '--platform', 'linux', ...words],
      ],
      { NAJVA_RELEASE_KEYS: key },
    )
  }
  const signed = (name: string): Buffer => readFileSync(folder.file(`signed/${name}`))

  test('names every file with the hash and size it has', () => {
    const written = parse(dist('latest-linux.yml').toString())
    expect(written.version).toBe(version)
    const names = new Set(written.files.map(({ url }: { url: string }) => url))
    expect(names).toEqual(new Set(artifacts()))
    for (const { url, sha512, size } of written.files)
      expect([url, sha512, size]).toEqual([url, hashOf(dist(url)), dist(url).length])
  })

  test('is signed by the release command so that a desk opens it, each file named once', () => {
    const { status, stderr } = sign('--share', '50')
    expect(status, stderr).toBe(0)
    const manifest = openManifest(
      signed('latest-linux.yml'),
      signed('latest-linux.yml.sig').toString(),
      [key],
      feed,
    )
    expect(manifest).toMatchObject({ version, stagingPercentage: 50 })
    const urls = typeof manifest === 'string' ? [] : manifest.files.map(({ url }) => url)
    expect(urls.toSorted()).toEqual(artifacts().toSorted())
  })

  test.each(['half', '12.5', '101', '-1', ''])('a share of "%s" stops the release', (share) => {
    expect(sign(`--share=${share}`).status).toBe(1)
    expect(parse(signed('latest-linux.yml').toString()).najva).toBeUndefined()
  })

  test('a desk looks, and electron-updater fetches its AppImage and nothing else', async () => {
    expect(sign().status).toBe(0)
    const place = await startUpdateFeed()
    for (const name of ['latest-linux.yml', 'latest-linux.yml.sig'])
      place.files.set(`desk/${name}`, signed(name))
    for (const name of artifacts()) place.files.set(`desk/${name}`, dist(name))
    process.env.APPIMAGE = folder.file('najva.AppImage')
    writeFileSync(process.env.APPIMAGE, 'the version that runs')
    try {
      const updater = openUpdater(place.url)
      const manifest = await updater.look()
      expect(manifest.najva.notes).toEqual({ en: 'Notes en', fa: 'Notes fa' })
      await updater.fetch(() => undefined)
      const fetched = place.asked.filter((path) => /\.(AppImage|deb|rpm)/.test(path))
      expect(fetched.length).toBeGreaterThan(0)
      for (const path of fetched) expect(path).toContain('.AppImage')
    } finally {
      delete process.env.APPIMAGE
      await place.close()
    }
  })

  function openUpdater(baseUrl: URL): Updater {
    const library = new AppImageUpdater(null, toApp(folder, '0.0.1'))
    library.logger = null
    library.updateConfigPath = writeConfig(folder)
    Object.assign(library, { httpExecutor: new FileDownloader() })
    return createLibraryUpdater({
      library,
      feed: { ...feed, baseUrl, keys: [key], clock: realClock },
      publishers: [],
    })
  }
})
