/** Decides whether this copy of the app renews itself, and by which of electron-updater's ways. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { SiteSettings } from '#contract/siteSettings'
import type { UpdatesOff } from '#contract/updates'
import { createRealClock } from '#main/desk/realTime'
import { createSystemUpdater, type Updater } from '#main/updates/libraryUpdater'
import { type ReleaseSettings, readReleaseSettings } from '#main/updates/releaseSettings'

export interface AppUpdates {
  readonly updater: Updater | null
  readonly off: UpdatesOff | null
  readonly current: string
}

export function openAppUpdates(site: SiteSettings): AppUpdates {
  const release = readReleaseSettings(join(app.getAppPath(), 'out/main/release.json'))
  const off = whyOff(site, release)
  const current = app.getVersion()
  const { platform } = process
  if (off !== null || release === null) return { updater: null, off: off ?? 'unpacked', current }
  if (platform !== 'win32' && platform !== 'darwin' && platform !== 'linux')
    return { updater: null, off: 'installer', current }
  const baseUrl = new URL(site.updates.feedUrl || release.feedUrl)
  const { channel } = site.updates
  const feed = { baseUrl, keys: release.keys, channel, platform, clock: createRealClock() }
  return { updater: createSystemUpdater(feed, release.publishers), off: null, current }
}

function whyOff(site: SiteSettings, release: ReleaseSettings | null): UpdatesOff | null {
  if (!app.isPackaged || release === null) return 'unpacked'
  if (!site.updates.enabled) return 'policy'
  return isRenewedByOthers() ? 'installer' : null
}

/** NSIS leaves `Uninstall <product>.exe` beside the program, an MSI does not; a deb or rpm does not run as an AppImage. */
function isRenewedByOthers(): boolean {
  if (process.platform === 'win32')
    return !readdirSync(dirname(app.getPath('exe'))).some((name) => /^Uninstall .*\.exe$/i.test(name))
  return process.platform === 'linux' && process.env.APPIMAGE === undefined
}
