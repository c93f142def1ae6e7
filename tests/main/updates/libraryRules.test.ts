/** What electron-updater is held to, each rule alone: where several stand in a row, one that fell would be hidden by the next. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AppUpdater, NsisUpdater } from 'electron-updater'
import { expect, test, vi } from 'vitest'
import { createLibraryUpdater, type LibraryUpdaterOptions } from '#main/updates/libraryUpdater'
import { FileDownloader, markOf, rehearse, toApp } from '#tests/main/updates/rehearsedDesk'
import { makeReleaseKey, type UpdateFeed } from '#tests/main/updates/updateFeed'
import { withFeed } from '#tests/main/updates/withFeed'
import { realClock } from '#tests/support/realClock'
import type { TempFolder } from '#tests/support/tempFolder'

const key = makeReleaseKey()
const body = randomBytes(100_000)
const publishers = ['CN=Najva, O=Najva, C=IR']
let folder: TempFolder
let feed: UpdateFeed

withFeed((...opened) => {
  ;[folder, feed] = opened
  feed.release({ version: '1.1.0', body }, key)
})

/** `config` is what electron-builder lays beside the program. */
function open(config: string, checkSignature: LibraryUpdaterOptions['checkSignature'] = async () => null) {
  const library = new NsisUpdater(null, toApp(folder, '1.0.0'))
  library.logger = null
  writeFileSync(folder.file('app-update.yml'), config)
  library.updateConfigPath = folder.file('app-update.yml')
  Object.assign(library, { httpExecutor: new FileDownloader() })
  const install = vi.spyOn(library, 'quitAndInstall').mockImplementation(() => undefined)
  const updater = createLibraryUpdater({
    library,
    feed: { baseUrl: feed.url, keys: [key.publicKey], channel: 'beta', platform: 'win32', clock: realClock },
    publishers,
    checkSignature,
  })
  return { library, install, updater }
}

/** As the feed has them for the channel of `open`. */
function releaseBeta(): void {
  const change = {
    najva: { channel: 'beta', platform: 'win32', notes: { en: '', fa: '' }, withdrawn: [] },
  }
  feed.release({ version: '1.1.0', body, change }, key)
  for (const end of ['.yml', '.yml.sig'])
    feed.files.set(`desk/beta${end}`, feed.files.get(`desk/latest${end}`) ?? Buffer.alloc(0))
}

const named = 'updaterCacheDirName: najva-updater\npublisherName:\n  - CN=Najva, O=Najva, C=IR\n'
const unnamed = 'updaterCacheDirName: najva-updater\n'
const pending = (): string[] => {
  try {
    return readdirSync(folder.file('cache/najva-updater/pending')).filter((name) => name.endsWith('.exe'))
  } catch {
    return []
  }
}

test('it does nothing by itself, never goes back, and leaves the stages to us', async () => {
  const { library } = open(named)
  const { autoDownload, autoInstallOnAppQuit, disableWebInstaller, allowDowngrade, channel } = library
  expect({ autoDownload, autoInstallOnAppQuit, disableWebInstaller, allowDowngrade, channel }).toEqual({
    autoDownload: false,
    autoInstallOnAppQuit: false,
    disableWebInstaller: true,
    // Naming a channel turns it on.
    allowDowngrade: false,
    channel: 'beta',
  })
  expect(await (library as AppUpdater).isUserWithinRollout({ stagingPercentage: 0 } as never)).toBe(true)
})

test('who signed is asked of our own check, with our publishers, when the file has come', async () => {
  releaseBeta()
  const asked = vi.fn(async () => 'The installer is signed by somebody else')
  const { updater } = open(named, asked)
  await updater.look()
  await expect(updater.fetch(() => undefined)).rejects.toMatchObject({
    code: 'ERR_UPDATER_INVALID_SIGNATURE',
  })
  expect(asked).toHaveBeenCalledExactlyOnceWith(publishers, expect.stringContaining('Najva Setup 1.1.0.exe'))
  expect(pending().filter((name) => !name.startsWith('temp-'))).toEqual([])
})

test('where the library lets a package pass that names no publisher, ours still asks, and says no', async () => {
  releaseBeta()
  const asked = vi.fn(async () => 'Windows could not be asked who signed the installer')
  const { updater, install } = open(unnamed, asked)
  await updater.look()
  await updater.fetch(() => undefined)
  expect(asked).not.toHaveBeenCalled()
  await expect(updater.install()).rejects.toThrow(/could not be asked/)
  expect(asked).toHaveBeenCalledOnce()
  expect(install).not.toHaveBeenCalled()
})

test('a file the library gave out that is not the promised one is refused', async () => {
  releaseBeta()
  const { library, updater, install } = open(named)
  await updater.look()
  writeFileSync(folder.file('other.exe'), 'another program')
  vi.spyOn(library, 'downloadUpdate').mockResolvedValue([folder.file('other.exe')])
  await expect(updater.fetch(() => undefined)).rejects.toThrow(/not what was promised/)
  await expect(updater.install()).rejects.toThrow(/Nothing was fetched/)
  expect(install).not.toHaveBeenCalled()
})

test.each(["it's %PATH%", 'Ä b; $(x)', 'نجوا “q”'])(
  'a person’s folder named %s harms nothing',
  async (name) => {
    const path = folder.file(name)
    mkdirSync(path)
    const asked: string[] = []
    const { check, desk, installed } = rehearse({
      folder: { path, file: (each) => `${path}/${each}`, remove: () => undefined },
      feedUrl: feed.url,
      keys: [key.publicKey],
      async checkSignature(_, file) {
        asked.push(markOf(readFileSync(file)))
        return null
      },
    })
    await check()
    expect((await desk.install()).ok).toBe(true)
    expect(installed).toEqual([markOf(body)])
    // When it had come, and again before it was put in; each time the very file.
    expect(asked).toEqual([markOf(body), markOf(body)])
  },
)
