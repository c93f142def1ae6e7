/** Proves which browser is found, by real files in a folder of the test. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser } from '#tools/findBrowser'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'najva-browser-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(name: string, mode = 0o755): string {
  const path = join(folder, name)
  writeFileSync(path, '')
  chmodSync(path, mode)
  return path
}

test('Chrome comes before Chromium, and Chromium before Edge', () => {
  const env = { PATH: `/nowhere:${folder}` }
  const edge = put('microsoft-edge')
  expect(findBrowser('linux', env)).toBe(edge)
  const chromium = put('chromium')
  expect(findBrowser('linux', env)).toBe(chromium)
  expect(findBrowser('linux', env)).not.toBe(edge)
  const chrome = put('google-chrome')
  expect(findBrowser('linux', env)).toBe(chrome)
})

test('one that is named wins when it can be run', () => {
  put('chromium')
  const own = put('own-browser')
  expect(findBrowser('linux', { PATH: folder, NAJVA_BROWSER: own })).toBe(own)
  const env = { PATH: folder, NAJVA_BROWSER: join(folder, 'absent') }
  expect(findBrowser('linux', env)).toBe(join(folder, 'chromium'))
})

test('a file that cannot be run is no browser; none is null', () => {
  put('chromium', 0o644)
  expect(findBrowser('linux', { PATH: folder })).toBeNull()
  expect(findBrowser('linux', {})).toBeNull()
})
