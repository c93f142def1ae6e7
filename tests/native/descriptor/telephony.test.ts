/** What each recorded device is good for; a telephony page alone makes no headset. */
import { expect, test } from 'vitest'
import { findTelephony } from '#native/descriptor/telephony'
import { layoutOf, recordedDevice } from '#tests/native/recordedDevices'

test.each([
  ['0b0e-0307', 'callControl'],
  ['0b0e-2453', 'callControl'],
  ['0b0e-2456', 'callControl'],
  ['047f-02ec', 'callControl'],
  ['047f-c056', 'callControl'],
  ['1395-0082', 'callControl'],
  ['1395-00a2', 'callControl'],
  ['6993-b02b', 'callControl'],
  ['291a-3301', 'callControl'],
  ['095d-9201', 'callControl'],
  ['2f05-003b', 'callControl'],
  ['virtual-floss', 'callControl'],
  ['virtual-0b0e-245e', 'callControl'],
  ['046d-0944', 'muteOnly'],
  ['1532-0511', 'none'],
  ['046d-0ac4', 'none'],
] as const)('%s: %s', (slug, capability) => {
  expect(findTelephony(layoutOf(recordedDevice(slug))).capability).toBe(capability)
})

test('buttons are classified by their flags', () => {
  const behavioursOf = (slug: string) =>
    Object.fromEntries(
      findTelephony(layoutOf(recordedDevice(slug))).controls.map((each) => [each.control, each.behaviour]),
    )
  expect(behavioursOf('0b0e-0307')).toMatchObject({
    hook: 'level',
    lineBusy: 'level',
    mute: 'press',
    reject: 'momentary',
  })
  expect(behavioursOf('047f-c056')).toMatchObject({ flash: 'level', mute: 'press' })
  expect(behavioursOf('virtual-floss')).toMatchObject({ hook: 'level', mute: 'level' })
  expect(behavioursOf('095d-9201')).toMatchObject({ hook: 'momentary', mute: 'press' })
})
