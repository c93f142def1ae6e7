/** What a desk starts with when the person says little. */
import { expect, test } from 'vitest'
import { StartOptions, toDefaultProfile } from '#main/desk/startOptions'

test.each([
  [{}, 'demo'],
  [{ role: 'agent' }, 'demo'],
  [{ role: 'supervisor' }, 'floor'],
  [{ role: 'supervisor', scenario: 'quiet' }, 'quiet'],
])('%o practises %s', (start, scenario) => {
  expect(StartOptions.parse(start).scenario).toBe(scenario)
})

test.each([
  ['win32', { APPDATA: '/home/sara/roaming' }, '/home/sara/roaming/najva'],
  ['win32', {}, '/home/sara/AppData/Roaming/najva'],
  ['darwin', {}, '/home/sara/Library/Application Support/najva'],
  ['linux', {}, '/home/sara/.config/najva'],
] as const)(
  'on %s a desk in the browser keeps out of the folder of the packed program',
  (platform, env, packed) => {
    const folder = toDefaultProfile(platform, '/home/sara', env)
    expect(folder).toMatch(/^\/home\/sara\//)
    expect(folder.toLowerCase()).not.toBe(packed.toLowerCase())
  },
)
