/** Settings of sound: older files hold one device where there is a list now. */
import { expect, test } from 'vitest'
import { defaultSettings, Settings, SettingsPatch } from '#contract/settings'

test('a device chosen by an older version becomes a list of one, and the system default an empty one', () => {
  const microphone = { id: 'usb-1', label: 'Jabra' }
  const kept = Settings.parse({ microphone, speaker: null, ringVolume: 0.4 })
  expect(kept).toEqual({ ...defaultSettings, microphone: [microphone], ringVolume: 0.4 })
  expect(Settings.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
})

test('gain is not touched unless asked for; echo and noise are', () => {
  expect(defaultSettings).toMatchObject({ echoCancelling: true, noiseSuppression: true, autoGain: false })
})

test.each([
  { microphone: 'usb-1' },
  { microphone: [{ id: 'a' }] },
  { callVolume: 2 },
  { secondRinger: null },
])('a patch of %o is refused', (patch) => expect(SettingsPatch.safeParse(patch).success).toBe(false))
