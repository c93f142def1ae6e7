/** Holds electron-updater to our rules: nothing by itself, nothing unsigned, and no file but the one that was promised. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { CancellationToken } from 'builder-util-runtime'
import {
  AppImageUpdater,
  type AppUpdater,
  MacUpdater,
  NsisUpdater,
  type ProgressInfo,
} from 'electron-updater'
import { checkCodeSignature } from '#main/updates/codeSignature'
import { type FeedInfo, type FeedOptions, toConfiguration } from '#main/updates/feedProvider'
import type { Manifest } from '#main/updates/manifest'
import { FileRefused } from '#main/updates/refusals'

/** The way to a release: looked at, fetched whole, and put in. */
export interface Updater {
  /** Reads the manifest. Throws `ManifestRefused` or what the network threw. */
  look(): Promise<Manifest>
  /**
   * Fetches what was last looked at, or takes it from the disk; settles when it is whole and its hash is right. Gives up a
   * feed that falls silent on the way.
   */
  fetch(onShare: (share: number) => void): Promise<void>
  /** Checks the file once more and hands it to the system's installer; the app ends. Throws `FileRefused`. */
  install(): Promise<void>
}

export interface LibraryUpdaterOptions {
  /** Made for this system by `electron-updater`, and not yet used. */
  readonly library: AppUpdater
  readonly feed: FeedOptions
  /** Windows: whole distinguished names of who may have signed an installer. Never empty there. */
  readonly publishers: readonly string[]
  /** Answers null for a good signature, else why not; of Windows when absent. */
  readonly checkSignature?: typeof checkCodeSignature
}

/** So long may nothing come while a file is fetched: electron-updater tells of progress every second while something does. */
const silentMs = 120_000

export function createLibraryUpdater(options: LibraryUpdaterOptions): Updater {
  const { library, feed, publishers, checkSignature = checkCodeSignature } = options
  library.autoDownload = false
  library.autoInstallOnAppQuit = false
  library.disableWebInstaller = true
  library.channel = feed.channel
  // Naming a channel allows going back to an older version; we never do by ourselves.
  library.allowDowngrade = false
  // Stages are decided by us: the library lets everybody in when the share is no number.
  library.isUserWithinRollout = () => Promise.resolve(true)
  library.setFeedURL(toConfiguration(feed))
  if (isForWindows(library))
    library.verifyUpdateCodeSignature = (_published, path) => checkSignature(publishers, path)
  let looked: Manifest | null = null
  let fetched: { readonly path: string; readonly sha512: string } | null = null

  return {
    async look() {
      fetched = null
      looked = null
      const result = await library.checkForUpdates()
      if (result === null) throw new Error('The library does not look: it takes this for no packed app')
      looked = (result.updateInfo as FeedInfo).manifest
      return looked
    },
    async fetch(onShare) {
      const token = new CancellationToken()
      let stopWaiting = (): void => undefined
      const wait = (): void => {
        stopWaiting()
        stopWaiting = feed.clock.after(silentMs, () => token.cancel())
      }
      const report = ({ percent }: ProgressInfo): void => {
        wait()
        onShare(Math.min(1, Math.max(0, percent / 100)))
      }
      wait()
      library.on('download-progress', report)
      try {
        const [path] = await library.downloadUpdate(token)
        const sha512 = path === undefined ? null : await hashOf(path)
        const isPromised = looked?.files.some((file) => file.sha512 === sha512) === true
        if (path === undefined || sha512 === null || !isPromised)
          throw new FileRefused('What was fetched is not what was promised')
        fetched = { path, sha512 }
      } finally {
        stopWaiting()
        library.off('download-progress', report)
      }
    },
    async install() {
      if (fetched === null) throw new FileRefused('Nothing was fetched')
      const { path, sha512 } = fetched
      // It lay on a disk that others may write to since it was fetched.
      if ((await hashOf(path)) !== sha512) throw new FileRefused('The file has changed since it was fetched')
      if (isForWindows(library)) {
        const why = await checkSignature(publishers, path)
        if (why !== null) throw new FileRefused(why)
      }
      library.quitAndInstall(true, true)
    },
  }
}

/** With the library's own way of this system; only inside Electron. */
export function createSystemUpdater(feed: FeedOptions, publishers: readonly string[]): Updater {
  const libraries = { win32: NsisUpdater, darwin: MacUpdater, linux: AppImageUpdater }
  return createLibraryUpdater({ library: new libraries[feed.platform](), feed, publishers })
}

function isForWindows(library: AppUpdater): library is NsisUpdater {
  return 'verifyUpdateCodeSignature' in library
}

/** SHA-512 in base64, as manifests have it. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}
