/** Packs the desk against a stand-in runtime and looks into the package: what is in it, what is not, and how it is locked. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'
import { makeStandIn, shippedFuses } from '#tests/tools/package/standInRuntime'
import { burnFuses, findWrongFuses, fuses } from '#tools/package/fuses'
import { root } from '#tools/root.mjs'

const release = {
  feedUrl: 'https://updates.example/',
  keys: ['0lpN4yYx08gAG-PYh1xISWqXpm3U6iykL7LBtaNfXbo'],
  publishers: ['CN=Najva, O=Najva, C=IR'],
}

let folder: TempFolder
let packed: string
let archive: string

beforeAll(async () => {
  folder = createTempFolder()
  await makeStandIn(folder.file('electron'))
  packed = folder.file('dist/linux-unpacked')
  archive = join(packed, 'resources/app.asar')
  const command = join(root, 'tools/package/distCommand.ts')
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, '--dir', '--electron-dist', folder.file('electron'), '--out', folder.file('dist')],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        NAJVA_FEED_URL: release.feedUrl,
        NAJVA_RELEASE_KEYS: release.keys.join(','),
        NAJVA_PUBLISHERS: release.publishers.join('\n'),
      },
    },
  )
  expect(status, stderr).toBe(0)
}, 600_000)

afterAll(() => folder.remove())

test('the archive holds the program, the page and the locales, and nothing of the workshop', () => {
  const files = listPackage(archive, { isPack: false })
  for (const file of [
    '/package.json',
    '/out/main/electron.js',
    '/out/main/writerThread.js',
    '/out/main/release.json',
    '/out/preload/preload.cjs',
    '/out/preload/popOut.cjs',
    '/out/renderer/index.html',
    '/out/renderer/popOut/card.html',
    '/resources/locales/fa.json',
    '/node_modules/better-sqlite3/package.json',
  ])
    expect(files, file).toContain(file)
  const workshop =
    /^\/(tests|bench|tools|docs|main|renderer|gateway|simulator|dist|\.git)(\/|$)|\/(electron|vite|playwright-core)\/package\.json$|\.env$|\.pem$/
  expect(files.filter((file) => workshop.test(file))).toEqual([])
})

test('the settings of the release lie inside the archive, where their integrity is checked', () => {
  expect(JSON.parse(extractFile(archive, 'out/main/release.json').toString())).toEqual(release)
  expect(existsSync(`${archive}.unpacked/out`)).toBe(false)
})

test('native modules lie beside the archive, where the system can load them, and load', () => {
  const unpacked = `${archive}.unpacked/node_modules`
  const sqlite = join(unpacked, 'better-sqlite3/prebuilds/linux-x64.node')
  const hid = join(unpacked, 'node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node')
  for (const path of [sqlite, hid]) {
    const load = `process.dlopen({ exports: {} }, ${JSON.stringify(path)})`
    expect(spawnSync(process.execPath, ['-e', load]).status, path).toBe(0)
  }
  // What is packed is what was tested.
  for (const path of [sqlite, hid])
    expect(readFileSync(path)).toEqual(readFileSync(path.replace(`${archive}.unpacked`, root)))
})

test('19. each of the nine fuses is as it must be, and a changed one is found', async () => {
  const program = join(packed, 'najva')
  expect(Object.keys(fuses)).toHaveLength(9)
  expect(await findWrongFuses(program)).toEqual([])
  for (const [index, isOn] of Object.entries(fuses)) {
    const wire = [...shippedFuses].map(() => '0')
    for (const [other, isOtherOn] of Object.entries(fuses)) wire[Number(other)] = isOtherOn ? '1' : '0'
    wire[Number(index)] = isOn ? '0' : '1'
    const broken = folder.file(`broken-${index}`)
    await makeStandIn(broken, wire.join(''))
    expect(await findWrongFuses(join(broken, 'electron'))).toEqual([FuseV1Options[Number(index)]])
  }
})

test.each([
  ['a fuse more than we know', `${shippedFuses}0`],
  ['a fuse less', shippedFuses.slice(0, 8)],
])('a runtime with %s stops the build', async (_, wire) => {
  const runtime = folder.file(`runtime-${wire.length}`)
  await makeStandIn(runtime, wire)
  const program = join(runtime, 'electron')
  const before = readFileSync(program)
  await expect(burnFuses(program, false)).rejects.toThrow(/fuse/i)
  // Before anything is burnt, not when it is read back.
  expect(readFileSync(program)).toEqual(before)
  expect(Object.keys(await getCurrentFuseWire(program))).toHaveLength(wire.length + 1)
})

test('what is in the package is written down, with a licence for every part', () => {
  const bill = JSON.parse(readFileSync(folder.file('dist/sbom.cdx.json'), 'utf8'))
  const names: string[] = bill.components.map((each: { name: string }) => each.name)
  expect(bill.bomFormat).toBe('CycloneDX')
  expect(names).toEqual(expect.arrayContaining(['sip.js', 'electron-updater', 'werift']))
  expect(names).not.toContain('vitest')
  const licences = readFileSync(folder.file('dist/LICENSES.txt'), 'utf8')
  for (const name of ['sip.js', 'electron-updater', 'node-hid']) expect(licences).toContain(`\n${name} `)
})
