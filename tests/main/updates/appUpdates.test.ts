/** Which copies of the program renew themselves: not those of an MSI, deb or rpm, nor where policy says no, nor unpacked ones. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultSiteSettings, type SiteSettings } from '#contract/siteSettings'
import { type AppUpdates, openAppUpdates } from '#main/electron/appUpdates'
import type * as LibraryUpdater from '#main/updates/libraryUpdater'
import { app } from '#tests/main/electron/fakeElectron'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

/** What an updater was made of; electron-updater's own needs the runtime. */
const made: Parameters<typeof LibraryUpdater.createSystemUpdater>[] = []
vi.mock(import('#main/updates/libraryUpdater'), () => ({
  createLibraryUpdater: () => {
    throw new Error('Not asked for here')
  },
  createSystemUpdater(...words) {
    made.push(words)
    return { look: vi.fn(), fetch: vi.fn(), install: vi.fn() }
  },
}))

const release = {
  feedUrl: 'https://updates.example/',
  keys: ['0lpN4yYx08gAG-PYh1xISWqXpm3U6iykL7LBtaNfXbo'],
  publishers: ['CN=Najva, O=Najva, C=IR'],
}
const realPlatform = process.platform
let folder: TempFolder

beforeEach(() => {
  folder = createTempFolder()
  made.length = 0
  mkdirSync(folder.file('app/out/main'), { recursive: true })
  mkdirSync(folder.file('program'))
  writeFileSync(folder.file('app/out/main/release.json'), JSON.stringify(release))
  app.isPackaged = true
  app.paths.exe = folder.file('program/Najva.exe')
  vi.stubEnv('APPIMAGE', undefined)
  Object.assign(app, {
    getAppPath: () => folder.file('app'),
    getVersion: () => '1.0.0',
    getName: () => 'najva',
  })
})
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: realPlatform })
  vi.unstubAllEnvs()
  folder.remove()
})

function openOn(platform: string, updates: Partial<SiteSettings['updates']> = {}): AppUpdates {
  Object.defineProperty(process, 'platform', { value: platform })
  const site = { ...defaultSiteSettings, updates: { ...defaultSiteSettings.updates, ...updates } }
  return openAppUpdates(site)
}

test.each<[string, string, () => unknown]>([
  ['win32', 'NSIS', () => writeFileSync(folder.file('program/Uninstall Najva.exe'), '')],
  ['darwin', 'a dmg', () => undefined],
  ['linux', 'an AppImage', () => vi.stubEnv('APPIMAGE', '/home/a/najva.AppImage')],
])('on %s a copy of %s renews itself, from the feed of the release', (platform, _, install) => {
  install()
  const { updater, off, current } = openOn(platform, { channel: 'beta' })
  expect([updater === null, off, current]).toEqual([false, null, '1.0.0'])
  expect(made).toEqual([
    [
      {
        baseUrl: new URL(release.feedUrl),
        keys: release.keys,
        channel: 'beta',
        platform,
        clock: expect.anything(),
      },
      release.publishers,
    ],
  ])
})

test.each([
  ['win32', 'an MSI'],
  ['linux', 'a deb or rpm'],
  ['freebsd', 'nobody'],
])('on %s a copy of %s is renewed by others', (platform) => {
  expect(openOn(platform)).toMatchObject({ updater: null, off: 'installer' })
  expect(made).toEqual([])
})

test('where policy says no, nothing is made that could look', () => {
  expect(openOn('darwin', { enabled: false })).toMatchObject({ updater: null, off: 'policy' })
  expect(made).toEqual([])
})

test.each([
  ['run from its sources', () => (app.isPackaged = false)],
  ['packed without a release', () => writeFileSync(folder.file('app/out/main/release.json'), 'null')],
  [
    'packed with settings that make no sense',
    () => writeFileSync(folder.file('app/out/main/release.json'), '{'),
  ],
])('a copy %s does not look', (_, spoil) => {
  spoil()
  expect(openOn('darwin')).toMatchObject({ updater: null, off: 'unpacked' })
  expect(made).toEqual([])
})

test('a site may have the versions in a place of its own, believed by the same keys', () => {
  openOn('darwin', { feedUrl: 'https://it.example/najva/' })
  expect(made[0]?.[0]).toMatchObject({ baseUrl: new URL('https://it.example/najva/'), keys: release.keys })
})
