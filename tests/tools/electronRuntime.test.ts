/** Proves when an Electron window is not even tried. */
import { expect, test } from 'vitest'
import { whyNoWindow } from '#tools/electronRuntime'

test('Linux needs a display and a user who is not root', () => {
  expect(whyNoWindow('linux', {}, 1000)).toBe('there is no display')
  expect(whyNoWindow('linux', { DISPLAY: ':0' }, 0)).toBe('Electron does not run as root')
  expect(whyNoWindow('linux', { DISPLAY: ':0' }, 1000)).toBeNull()
  expect(whyNoWindow('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
})

test('other systems always have a window', () => {
  expect(whyNoWindow('win32', {}, null)).toBeNull()
  expect(whyNoWindow('darwin', {}, 501)).toBeNull()
})
