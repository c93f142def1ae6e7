/** Reads a release for electron-updater: the manifest and its signature, checked before a name in it is looked at. */
import { CancellationToken, type UpdateInfo } from 'builder-util-runtime'
import { type AppUpdater, Provider, type ResolvedUpdateFileInfo } from 'electron-updater'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import type { Clock } from '#contract/time'
import {
  type Feed,
  type Manifest,
  openManifest,
  type ReleaseKeys,
  toManifestName,
} from '#main/updates/manifest'
import { ManifestRefused } from '#main/updates/refusals'

export interface FeedOptions extends Feed {
  /** `https://…/`, with its slash. */
  readonly baseUrl: URL
  readonly keys: ReleaseKeys
  readonly clock: Clock
}

/** A manifest is a few kilobytes: a feed that is silent for so long will not say more. Electron's own network waits for ever. */
const answerWithinMs = 60_000

/** What electron-updater is told, and hands on to the provider it makes. */
export interface FeedConfiguration {
  readonly provider: 'custom'
  readonly updateProvider: typeof FeedProvider
  readonly feed: FeedOptions
}

export function toConfiguration(feed: FeedOptions): FeedConfiguration {
  return { provider: 'custom', updateProvider: FeedProvider, feed }
}

/** What electron-updater is answered, with the manifest it came from. */
export interface FeedInfo extends UpdateInfo {
  readonly manifest: Manifest
}

export class FeedProvider extends Provider<FeedInfo> {
  readonly #feed: FeedOptions

  constructor({ feed }: FeedConfiguration, _updater: AppUpdater, runtime: ProviderRuntimeOptions) {
    // One range after the other: not every server knows several in one request.
    super({ ...runtime, isUseMultipleRangeRequest: false })
    this.#feed = feed
  }

  /** Throws `ManifestRefused`, or what the network threw. */
  override async getLatestVersion(): Promise<FeedInfo> {
    const name = toManifestName(this.#feed)
    const [file, signature] = await Promise.all([this.#read(name), this.#read(`${name}.sig`)])
    const opened = openManifest(Buffer.from(file, 'utf8'), signature, this.#feed.keys, this.#feed)
    if (typeof opened === 'string') throw new ManifestRefused(opened)
    const [first] = opened.files
    return {
      version: opened.version,
      files: opened.files.map(({ url, sha512, size, isAdminRightsRequired = false }) => ({
        url,
        sha512,
        size,
        isAdminRightsRequired,
      })),
      path: first?.url ?? '',
      sha512: first?.sha512 ?? '',
      releaseDate: opened.releaseDate,
      ...(opened.minimumSystemVersion === undefined
        ? {}
        : { minimumSystemVersion: opened.minimumSystemVersion }),
      manifest: opened,
    }
  }

  override resolveFiles(info: FeedInfo): ResolvedUpdateFileInfo[] {
    return info.files.map((file) => ({
      url: new URL(encodeURIComponent(file.url), this.#feed.baseUrl),
      info: file,
    }))
  }

  /** A missing file reads as empty, which no signature fits. */
  async #read(name: string): Promise<string> {
    const { baseUrl, clock } = this.#feed
    const token = new CancellationToken()
    const stop = clock.after(answerWithinMs, () => token.cancel())
    try {
      return (await this.httpRequest(new URL(name, baseUrl), null, token)) ?? ''
    } finally {
      stop()
    }
  }
}
