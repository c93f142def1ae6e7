/** What would fail on somebody's machine long after a package was built, and is found before; and what macOS lets the program do. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { parse as parsePlist } from 'plist'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { findPackProblems } from '#tools/package/packProblems'
import { root } from '#tools/root.mjs'

const release = {
  feedUrl: 'https://updates.example/',
  keys: ['0lpN4yYx08gAG-PYh1xISWqXpm3U6iykL7LBtaNfXbo'],
  publishers: ['CN=Najva, O=Najva, C=IR'],
}
const config: Configuration = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))

test('nothing in what is there', () => {
  for (const target of ['dir', 'win', 'mac', 'linux'] as const)
    expect(findPackProblems(config, target, release)).toEqual([])
  expect(findPackProblems(config, 'dir', null)).toEqual([])
})

test.each<[string, Configuration, 'dir' | 'win' | 'mac', typeof release | null]>([
  ['another app id', { ...config, appId: 'com.other' }, 'dir', release],
  ['another upgrade code', { ...config, msi: { ...config.msi, upgradeCode: 'x' } }, 'dir', release],
  ['rebuilt native modules', { ...config, npmRebuild: true }, 'dir', release],
  ['no archive', { ...config, asar: false }, 'dir', release],
  ['an archive nobody checks', { ...config, disableAsarIntegrity: true }, 'dir', release],
  ['an AppImage left to the packager', { ...config, appImage: {} }, 'dir', release],
  ['fuses of the packager', { ...config, electronFuses: { runAsNode: false } }, 'dir', release],
  ['no fuses at all', { ...config, afterPack: null }, 'dir', release],
  ['no version in the name', { ...config, artifactName: 'najva.exe' }, 'dir', release],
  ['no publisher', config, 'win', { ...release, publishers: [] }],
  ['an unsigned installer', { ...config, win: { ...config.win, forceCodeSigning: false } }, 'win', release],
  ['no MSI for IT', { ...config, win: { ...config.win, target: ['nsis'] } }, 'win', release],
  ['no installer for one person', { ...config, win: { ...config.win, target: ['msi'] } }, 'win', release],
  ['an MSI for one person', { ...config, msi: { ...config.msi, perMachine: false } }, 'win', release],
  ['NSIS for everybody', { ...config, nsis: { ...config.nsis, perMachine: true } }, 'win', release],
  ['no hardened runtime', { ...config, mac: { ...config.mac, hardenedRuntime: false } }, 'mac', release],
  ['no notarizing', { ...config, mac: { ...config.mac, notarize: false } }, 'mac', release],
  ['other rights on the Mac', { ...config, mac: { ...config.mac, entitlements: null } }, 'mac', release],
  ['no word of the microphone', { ...config, mac: { ...config.mac, extendInfo: {} } }, 'mac', release],
  ['no zip for the Mac', { ...config, mac: { ...config.mac, target: ['dmg'] } }, 'mac', release],
  ['no settings of a release', config, 'mac', null],
])('%s', (_, changed, target, settings) => {
  expect(findPackProblems(changed, target, settings).length).toBeGreaterThan(0)
})

test('one sentence for each thing, and of the right one', () => {
  const sentences = findPackProblems({ ...config, msi: { ...config.msi, perMachine: false } }, 'win', release)
  expect(sentences).toEqual([expect.stringMatching(/msi\.perMachine/)])
})

test('on macOS the program may use microphone and USB, and compile the page; no guard of the runtime is off', () => {
  const rights = parsePlist(readFileSync(join(root, 'resources/macos/entitlements.plist'), 'utf8'))
  expect(rights).toEqual({
    'com.apple.security.cs.allow-jit': true,
    'com.apple.security.device.audio-input': true,
    'com.apple.security.device.usb': true,
  })
})

test('Linux has all three kinds of package, and those of a system bring the rule for headsets', () => {
  const rule = 'resources/udev/70-najva-headsets.rules=/usr/lib/udev/rules.d/70-najva-headsets.rules'
  expect(config.linux?.target).toEqual(['AppImage', 'deb', 'rpm'])
  expect([config.deb?.fpm, config.rpm?.fpm]).toEqual([[rule], [rule]])
})
