/** The links of other programs: each kind is declared for all three systems, and is one the program reads. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { parseTelephoneLink } from '#main/desk/telephoneLink'
import { watchTelephoneLinks } from '#main/electron/telephoneLinks'
import { app, asked, forget } from '#tests/main/electron/fakeElectron'
import { root } from '#tools/root.mjs'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

const schemes = ['tel', 'callto', 'sip', 'najva']
const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))
const realPlatform = process.platform

beforeEach(forget)
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: realPlatform })
  app.isPackaged = true
})

/** Of the schemes that were made ours at a start. */
function registeredOn(platform: string, isPackaged = true): unknown[] {
  Object.defineProperty(process, 'platform', { value: platform })
  app.isPackaged = isPackaged
  watchTelephoneLinks([])
  return asked.filter(({ what }) => what === 'scheme').map((each) => each.with)
}

// Not below `mac` or `linux`: there one system would have them and the other would not.
test('macOS and Linux have them from the package', () => {
  const declared = config.protocols.flatMap((each: { schemes: string[] }) => each.schemes)
  expect(declared).toEqual(schemes)
  expect([config.mac.protocols, config.linux.protocols, config.win.protocols]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('on Windows the packed program makes them its own', () => {
  expect(registeredOn('win32')).toEqual(schemes)
})

test.each(['darwin', 'linux'])('on %s it leaves that to the package', (platform) => {
  expect(registeredOn(platform)).toEqual([])
})

test('a developer’s runtime takes no links from anybody', () => {
  expect(registeredOn('win32', false)).toEqual([])
})

test.each([
  ['tel', 'tel:+982188001001'],
  ['callto', 'callto:+982188001001'],
  ['sip', 'sip:+982188001001@pbx.example'],
  ['najva', 'najva:call/+982188001001'],
])('%s is read', (_, link) => {
  expect(parseTelephoneLink(link)?.number).toBe('+982188001001')
})

test('no kind of file is made ours: the packager would make Najva the one that opens it', () => {
  for (const part of [config, config.win, config.mac, config.linux])
    expect(part.fileAssociations).toBeUndefined()
})
