/** Settings survive restarts, broken files and disks that refuse. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSettings } from '#contract/settings'
import { createSettingsStore } from '#main/desk/settingsStore'
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

let folder: TempFolder
let path: string
let clock: FakeClock

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('profile/settings.json')
  clock = createFakeClock()
})

afterEach(() => folder.remove())

const open = () => createSettingsStore({ path, clock, log: silentLog })

test('without a file the defaults hold; a change is kept, told, and answered whole', () => {
  const store = open()
  expect(store.current).toEqual(defaultSettings)
  const told: unknown[] = []
  const stop = store.onChange((settings) => told.push(settings))
  const ringer = [{ id: 'usb-1', label: 'Desk speaker' }]
  const wanted = { ...defaultSettings, locale: 'fa', ringer }
  expect(store.change({ locale: 'fa', ringer })).toEqual({
    ok: true,
    value: wanted,
  })
  stop()
  store.change({ ringVolume: 0.2 })
  expect(told).toEqual([wanted])
  expect(open().current).toEqual({ ...wanted, ringVolume: 0.2 })
  expect(readdirSync(folder.file('profile'))).toEqual(['settings.json'])
  expect(statSync(path).mode & 0o077).toBe(0)
})

test('a change that breaks the contract is refused and changes nothing', () => {
  const store = open()
  const patch = JSON.parse('{"ringVolume":7}')
  expect(store.change(patch)).toMatchObject({
    ok: false,
    failure: { code: 'invalid', subject: 'ringVolume' },
  })
  expect(store.current).toEqual(defaultSettings)
})

test.each([
  ['cut in the middle', '{"locale":"fa","the'],
  ['of another shape', '[1,2,3]'],
  ['with a value out of range', '{"locale":"xx"}'],
  ['empty', ''],
])('a file %s is set aside and the defaults are used', (_, text) => {
  mkdirSync(folder.file('profile'))
  writeFileSync(path, text)
  const store = open()
  expect(store.current).toEqual(defaultSettings)
  expect(readFileSync(`${path}.set-aside-20261123T060000Z`, 'utf8')).toBe(text)
  expect(store.change({ theme: 'dark' }).ok).toBe(true)
  expect(open().current.theme).toBe('dark')
})

test('a file of an older version gets the defaults of what it does not know', () => {
  mkdirSync(folder.file('profile'))
  writeFileSync(path, '{"locale":"fa","somethingOld":true}')
  expect(open().current).toEqual({ ...defaultSettings, locale: 'fa' })
})

test('where the disk refuses, the change is in force, said to be unwritten, and written later', () => {
  writeFileSync(folder.file('profile'), 'in the way')
  const store = open()
  expect(store.change({ locale: 'fa' })).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
  expect(store.current.locale).toBe('fa')
  rmSync(folder.file('profile'))
  clock.advance(5000)
  expect(open().current.locale).toBe('fa')
  expect(clock.pending).toBe(0)
})

test('closing tries once more and leaves nothing waiting', () => {
  writeFileSync(folder.file('profile'), 'in the way')
  const store = open()
  store.change({ locale: 'fa' })
  store.close()
  expect(clock.pending).toBe(0)
})
