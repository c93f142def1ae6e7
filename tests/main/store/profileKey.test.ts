/** The key file: made once, read by its owner alone, replaced only when it is no key. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadProfileKey } from '#main/store/profileKey'
import { createFakeClock } from '#tests/support/fakeClock'
import { createTempFolder, type TempFolder } from '#tests/support/tempFolder'

const clock = createFakeClock()
let folder: TempFolder
let path: string

beforeEach(() => {
  folder = createTempFolder()
  path = folder.file('profile/key')
})

afterEach(() => folder.remove())

test('the first start makes a key that the next one reads, in a file for its owner alone', () => {
  const first = loadProfileKey(path, clock)
  expect(first.ok && first.value.byteLength).toBe(32)
  expect(loadProfileKey(path, clock)).toEqual(first)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder.file('profile'))).toEqual(['key'])
})

test('two profiles have two keys', () => {
  expect(loadProfileKey(path, clock)).not.toEqual(loadProfileKey(folder.file('other/key'), clock))
})

test('a key that others could read is closed to them', () => {
  loadProfileKey(path, clock)
  chmodSync(path, 0o644)
  loadProfileKey(path, clock)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a key cut short is set aside and replaced', () => {
  loadProfileKey(path, clock)
  writeFileSync(path, 'short')
  const made = loadProfileKey(path, clock)
  expect(made.ok && made.value.byteLength).toBe(32)
  expect(readFileSync(`${path}.set-aside-20261123T060000Z`, 'utf8')).toBe('short')
})

test('a place where no file can be made is a refusal', () => {
  writeFileSync(folder.file('profile'), 'a file, not a folder')
  expect(loadProfileKey(path, clock)).toMatchObject({ ok: false, failure: { code: 'cache-unwritable' } })
})
