/** The sign in the tray: one for each state by shape and colour, with smooth edges, and plain in macOS's menu bar where it tells no state. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Presence } from '#contract/agent'
import type { SignKeeper } from '#main/desk/deskSigns'
import { openTray } from '#main/electron/desktopTray'
import { drawTraySign, signSize } from '#main/electron/trayMenu'
import { forget, trays } from '#tests/main/electron/fakeElectron'

vi.mock('electron', () => import('#tests/main/electron/fakeElectron'))

beforeEach(forget)
const realPlatform = process.platform
afterEach(() => void Object.defineProperty(process, 'platform', { value: realPlatform }))

const presences: readonly Presence[] = ['available', 'talking', 'break', 'offline']

const alphaOf = (presence: Presence): number[] =>
  [...drawTraySign(presence)].filter((_, index) => index % 4 === 3)

test('without its colour each state still has a shape of its own', () => {
  const shapes = presences.map((presence) => alphaOf(presence).join())
  expect(new Set(shapes).size).toBe(presences.length)
})

test.each<[Presence, string]>([
  ['available', 'green'],
  ['ringing', 'red'],
  ['dialling', 'red'],
  ['talking', 'red'],
  ['held', 'red'],
  ['wrapUp', 'red'],
  ['break', 'amber'],
  ['notReady', 'amber'],
  ['offline', 'grey'],
])('%s is %s', (presence, colour) => {
  const pixels = drawTraySign(presence)
  const solid = alphaOf(presence).indexOf(255) * 4
  const [blue = 0, green = 0, red = 0] = pixels.subarray(solid, solid + 3)
  const seen =
    red === green && green === blue
      ? 'grey'
      : green > red && green > blue
        ? 'green'
        : green > blue * 2
          ? 'amber'
          : 'red'
  expect(seen).toBe(colour)
})

test('edges are smooth, and no colour is stronger than its alpha', () => {
  const pixels = drawTraySign('available')
  expect(pixels).toHaveLength(signSize * signSize * 4)
  const partly = alphaOf('available').filter((alpha) => alpha > 0 && alpha < 255)
  expect(partly.length).toBeGreaterThan(20)
  for (let at = 0; at < pixels.length; at += 4)
    expect(Math.max(...pixels.subarray(at, at + 3))).toBeLessThanOrEqual(pixels[at + 3] ?? 0)
})

test.each([
  ['darwin', 'offline', true],
  ['darwin', 'available', false],
  ['darwin', 'break', false],
  ['win32', 'offline', false],
  ['linux', 'offline', false],
] as const)('on %s the sign of %s is a template: %s', (platform, presence, isTemplate) => {
  Object.defineProperty(process, 'platform', { value: platform })
  const signs = {
    current: {
      isSignedIn: true,
      presence,
      pauseReasons: [],
      unseenMissed: 0,
      phone: { state: 'idle', who: null, isMuted: false },
      locale: 'en',
    },
    onChange: () => () => undefined,
  }
  const stop = openTray({
    signs: signs as unknown as SignKeeper,
    shell: { wish: () => undefined } as never,
    words: (_, key) => key,
    show: () => undefined,
    quit: () => undefined,
  })
  expect(trays[0]?.image).toMatchObject({ isTemplate })
  stop()
})
