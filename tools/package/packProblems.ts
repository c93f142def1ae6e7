/** What would make a package fail on somebody's machine long after it was built: found before it is. */
import { isDeepStrictEqual } from 'node:util'
import type { Configuration } from 'electron-builder'
import type { ReleaseSettings } from '#main/updates/releaseSettings'

export type PackTarget = 'dir' | 'win' | 'mac' | 'linux'

/** The appId and the upgrade code by which installed copies know the app: changed, they become another program. */
const lasting = { appId: 'com.najva.desk', upgradeCode: '6E0C6A4E-3B1B-5D7A-9B5E-2F6D0A4C8E11' }

const entitlements = 'resources/macos/entitlements.plist'

/** Pure: sentences for whoever builds; empty when there is nothing to mend. */
export function findPackProblems(
  config: Configuration,
  target: PackTarget,
  release: ReleaseSettings | null,
): string[] {
  const problems: string[] = []
  const need = (isSo: boolean, sentence: string): void => {
    if (!isSo) problems.push(sentence)
  }
  need(config.appId === lasting.appId, `appId must stay ${lasting.appId}: updates know the app by it`)
  need(config.msi?.upgradeCode === lasting.upgradeCode, `msi.upgradeCode must stay ${lasting.upgradeCode}`)
  need(config.npmRebuild === false, 'npmRebuild must be false: the native modules are Node-API')
  need(config.asar !== false, 'asar must be on: its integrity is what a fuse checks')
  need(
    config.disableAsarIntegrity !== true,
    'disableAsarIntegrity must not be set: the program would not start with the fuse on',
  )
  need(
    isDeepStrictEqual(config.appImage?.executableArgs, []),
    'appImage.executableArgs must be an empty list: left out, the packager adds --no-sandbox',
  )
  need(
    config.electronFuses === undefined,
    'electronFuses must not be set: tools/package/fuses.ts sets all nine',
  )
  need(config.afterPack === 'tools/package/afterPack.mjs', 'afterPack must be tools/package/afterPack.mjs')
  const artifact = String(config.artifactName ?? '')
  need(/\$\{version\}/.test(artifact), 'artifactName must hold the version')
  need(
    !artifact.startsWith(`${config.productName}.`),
    'artifactName must not be the product name alone: an update would uninstall and install nothing',
  )
  if (target === 'win') {
    need(
      hasTarget(config.win?.target, 'nsis') && hasTarget(config.win?.target, 'msi'),
      'win.target must hold nsis for one person and msi for IT',
    )
    need(
      config.nsis?.perMachine === false && config.msi?.perMachine === true,
      'nsis.perMachine must be off and msi.perMachine on: a desk knows by it who renews it',
    )
    need(config.win?.forceCodeSigning === true, 'win.forceCodeSigning must be on')
    need(
      (release?.publishers.length ?? 0) > 0,
      'NAJVA_PUBLISHERS must name who signs: without it no installer is checked on the next machine',
    )
  }
  if (target === 'mac') {
    need(hasTarget(config.mac?.target, 'zip'), 'mac.target must hold zip: updates are taken from it')
    need(
      config.mac?.hardenedRuntime === true && config.mac.notarize === true,
      'mac.hardenedRuntime and mac.notarize must be on: what Apple has not notarized does not open',
    )
    need(
      config.mac?.entitlements === entitlements && config.mac.entitlementsInherit === entitlements,
      `mac.entitlements and mac.entitlementsInherit must be ${entitlements}: there is no sound without`,
    )
    need(
      typeof config.mac?.extendInfo === 'object' && 'NSMicrophoneUsageDescription' in config.mac.extendInfo,
      'mac.extendInfo must say what the microphone is for: macOS ends a program that does not',
    )
  }
  if (target !== 'dir')
    need(
      release !== null,
      'NAJVA_FEED_URL and NAJVA_RELEASE_KEYS must be set: a release that never renews itself',
    )
  return problems
}

function hasTarget(targets: unknown, name: string): boolean {
  return Array.isArray(targets) && targets.includes(name)
}
