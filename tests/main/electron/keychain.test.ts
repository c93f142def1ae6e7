/** The profile's key under the system's keychain: made once, read again, written anew when the keychain asks, never in plain text. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadKeychainKey } from '#main/electron/keychain'
import { safeStorage } from '#tests/main/electron/fakeElectron'
import { silentLog } from '#tests/support/silentLog'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

const realPlatform = process.platform
let folder: TempFolder
let path: string

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('key.locked')
})
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: realPlatform })
  Object.assign(safeStorage, { isThere: true, backend: 'gnome_libsecret' })
  folder.remove()
})

const load = () => loadKeychainKey(path, silentLog)

test('it is made at the first start, and the same at each one after', async () => {
  const first = await load()
  const second = await load()
  expect(first.ok && first.value).toHaveLength(32)
  expect(second).toEqual(first)
  const plain = first.ok ? Buffer.from(first.value).toString('base64') : ''
  expect(readFileSync(path, 'utf8')).not.toContain(plain)
})

test('where the keychain asks for it, it is locked anew, and stays the same', async () => {
  const first = await load()
  const before = readFileSync(path)
  const { decryptStringAsync } = safeStorage
  vi.spyOn(safeStorage, 'decryptStringAsync').mockImplementation(async (locked) => ({
    ...(await decryptStringAsync(locked)),
    shouldReEncrypt: true,
  }))
  vi.spyOn(safeStorage, 'encryptStringAsync').mockImplementation(async (text) => Buffer.from(`anew ${text}`))
  expect(await load()).toEqual(first)
  expect(readFileSync(path)).not.toEqual(before)
  expect(readFileSync(path, 'utf8')).toMatch(/^anew /)
})

test.each([
  ['there is none', 'darwin', { isThere: false }],
  ['it would keep plain text under that name', 'linux', { backend: 'basic_text' }],
])('nothing is written where %s', async (_, platform, change) => {
  Object.defineProperty(process, 'platform', { value: platform })
  Object.assign(safeStorage, change)
  expect(await load()).toMatchObject({
    ok: false,
    failure: { code: 'cache-unavailable', subject: 'keychain' },
  })
  expect(() => readFileSync(path)).toThrow(/ENOENT/)
})

test.each(['', 'too short'])(
  'a key that does not open is said, and not made anew over it: %j',
  async (locked) => {
    writeFileSync(path, locked)
    expect(await load()).toMatchObject({ ok: false, failure: { code: 'cache-unavailable' } })
    expect(readFileSync(path, 'utf8')).toBe(locked)
  },
)
