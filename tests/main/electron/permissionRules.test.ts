/** Proves what Electron's page may use, and that nothing pretending to be the page may. */
import { expect, test } from 'vitest'
import { isPage, isWallboard, mayUse } from '#main/electron/permissionRules'

const page = 'app://najva/'

test.each([
  ['media', page, ['audio'], true],
  ['media', page, ['video'], false],
  ['media', page, ['audio', 'video'], false],
  ['media', page, [], false],
  ['media', 'app://najva.evil.example/', ['audio'], false],
  ['media', 'https://najva', ['audio'], false],
  ['media', undefined, ['audio'], false],
  ['speaker-selection', page, [], true],
  ['notifications', page, [], true],
  ['display-capture', page, ['audio'], false],
  ['hid', page, [], true],
  ['hid', 'https://najva', [], false],
  ['clipboard-sanitized-write', page, [], true],
  ['clipboard-read', page, [], false],
  ['fullscreen', page, [], true],
  ['fullscreen', 'https://najva', [], false],
  ['geolocation', page, [], false],
  ['unknown', page, [], false],
] as const)('%s at %s for %j: %s', (permission, address, types, expected) => {
  expect(mayUse(permission, address, types)).toBe(expected)
})

test('only the very origin is our page', () => {
  expect(isPage('app://najva/index.html')).toBe(true)
  expect(isPage('app://najva@evil.example/')).toBe(false)
  expect(isPage('app://najva:1/')).toBe(false)
  expect(isPage('file:///app://najva')).toBe(false)
  expect(isPage('')).toBe(false)
})

test('the wallboard is the only window a page may open', () => {
  expect(isWallboard('app://najva/?view=wallboard')).toBe(true)
  for (const other of [
    'app://najva/',
    'app://najva/?view=wallboard&x=1',
    'app://najva/?view=wallboard#x',
    'app://najva.evil.example/?view=wallboard',
    'https://najva/?view=wallboard',
    'about:blank',
    '',
  ])
    expect(isWallboard(other), other).toBe(false)
})
