/** A desk that renews itself from a feed on loopback with electron-updater's own downloader, and notes what it would put in. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { RequestOptions } from 'node:http'
import { NodeHttpExecutor } from 'builder-util'
import { configureRequestOptions, configureRequestUrl, type DownloadOptions } from 'builder-util-runtime'
import { type AppUpdater, NsisUpdater } from 'electron-updater'
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js'
import { defaultSiteSettings } from '#contract/siteSettings'
import type { Activity } from '#main/updates/decideUpdate'
import { createLibraryUpdater } from '#main/updates/libraryUpdater'
import { createUpdateDesk, type UpdateDesk, type UpdateDeskOptions } from '#main/updates/updateDesk'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import type { TempFolder } from '#tests/support/tempFolder'

export function markOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 12)
}

export interface RehearsalOptions {
  readonly folder: TempFolder
  readonly feedUrl: URL
  readonly keys: readonly string[]
  readonly current?: string
  readonly site?: Partial<UpdateDeskOptions['site']>
  /** Answers what Windows would of the installer; null for well signed. */
  readonly checkSignature?: (publishers: readonly string[], path: string) => Promise<string | null>
  readonly random?: () => number
  readonly clock?: FakeClock
}

export interface Rehearsal {
  readonly desk: UpdateDesk
  readonly clock: FakeClock
  /** A mark of every file that was handed to the installer: `markOf` its bytes. */
  readonly installed: string[]
  doing: Activity
  tellActivity(): void
  /** Looks, and settles when the desk has come to rest. */
  check(): Promise<void>
}

export function rehearse(options: RehearsalOptions): Rehearsal {
  const { folder, feedUrl, keys, current = '1.0.0', clock = createFakeClock() } = options
  const installed: string[] = []
  const library = makeLibrary(folder, current, installed)
  const updater = createLibraryUpdater({
    library,
    feed: { baseUrl: feedUrl, keys, channel: 'latest', platform: 'win32', clock },
    publishers: ['CN=Najva, O=Najva, C=IR'],
    checkSignature: options.checkSignature ?? (async () => null),
  })
  const listeners = new Set<() => void>()
  const desk = createUpdateDesk({
    updater,
    off: null,
    current,
    site: { ...defaultSiteSettings.updates, ...options.site },
    notesPath: folder.file('updates.json'),
    activity: () => rehearsal.doing,
    onActivity(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    clock,
    random: options.random ?? (() => 0.5),
    log: silentLog,
  })
  const rehearsal: Rehearsal = {
    desk,
    clock,
    installed,
    doing: { isInCall: false, isInWrapUp: false, isAvailable: false },
    tellActivity() {
      for (const listener of listeners) listener()
    },
    check() {
      const settled = new Promise<void>((resolve) => {
        const stop = desk.onChange(() => {
          if (desk.current.state.kind === 'checking' || desk.current.state.kind === 'fetching') return
          stop()
          resolve()
        })
      })
      const answer = desk.check()
      return answer.ok ? settled : Promise.resolve()
    },
  }
  return rehearsal
}

/** Node's downloader, which shares all but this one method with Electron's. */
export class FileDownloader extends NodeHttpExecutor {
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request = { headers: options.headers ?? undefined }
      configureRequestUrl(url, request as RequestOptions)
      configureRequestOptions(request as RequestOptions)
      const callback = (error: unknown): void =>
        error instanceof Error ? reject(error) : resolve(destination)
      this.doDownload(
        request as RequestOptions,
        { destination, options, onCancel, callback, responseHandler: null },
        0,
      )
    })
  }
}

/** NSIS's updater, which runs anywhere up to the moment of the installer. */
function makeLibrary(folder: TempFolder, version: string, installed: string[]): AppUpdater {
  class RehearsedUpdater extends NsisUpdater {
    protected override doInstall(): boolean {
      installed.push(markOf(readFileSync(this.installerPath ?? '')))
      // Not started: the library would tell Electron to quit.
      return false
    }
  }
  const library = new RehearsedUpdater(null, toApp(folder, version))
  library.logger = null
  library.updateConfigPath = writeConfig(folder)
  // What the library's own tests do: the downloader of Node in place of Electron's.
  Object.assign(library, { httpExecutor: new FileDownloader() })
  return library
}

export function writeConfig(folder: TempFolder): string {
  const path = folder.file('app-update.yml')
  writeFileSync(path, 'updaterCacheDirName: najva-updater\npublisherName:\n  - CN=Najva, O=Najva, C=IR\n')
  return path
}

export function toApp(folder: TempFolder, version: string): AppAdapter {
  return {
    version,
    name: 'Najva',
    isPackaged: true,
    appUpdateConfigPath: folder.file('app-update.yml'),
    userDataPath: folder.file('user'),
    baseCachePath: folder.file('cache'),
    whenReady: async () => {},
    relaunch() {},
    quit() {},
    onQuit() {},
  }
}
