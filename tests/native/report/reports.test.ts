/** Every recorded example report is replayed; every light is written as the device declares it. */
import { describe, expect, test } from 'vitest'
import type { HeadsetLight } from '#contract/headset'
import { toSigned } from '#native/descriptor/item'
import { parseDescriptor } from '#native/descriptor/parseDescriptor'
import { findTelephony } from '#native/descriptor/telephony'
import { createReportDecoder, readBits } from '#native/report/decodeReport'
import { createLightEncoder } from '#native/report/encodeLights'
import { fromHex, toHex } from '#native/report/hex'
import { layoutOf, recordedDevice, recordedDevices } from '#tests/native/recordedDevices'

const everyLight: HeadsetLight[] = [
  'offHook',
  'ring',
  'ringer',
  'mute',
  'hold',
  'onLine',
  'microphone',
  'speaker',
]

function tools(slug: string) {
  const layout = layoutOf(recordedDevice(slug))
  const telephony = findTelephony(layout)
  return {
    telephony,
    decode: createReportDecoder(layout, telephony),
    encoder: createLightEncoder(layout, telephony, everyLight),
  }
}

/** The controls a report shows as pressed or on. */
function shown(slug: string, hex: string) {
  const values = tools(slug).decode(fromHex(hex))?.values ?? []
  return Object.fromEntries(
    values
      .filter((each) => (each.control === 'keypad' ? each.value > 0 : each.value !== 0))
      .map((each) => [each.control, each.value]),
  )
}

const examples = recordedDevices.flatMap((device) =>
  device.examples.map((example) => ({ slug: device.slug, ...example })),
)

test('there are examples to replay', () => {
  expect(examples.length).toBeGreaterThan(30)
})

test.each(examples.filter((each) => each.direction === 'in'))(
  '$slug in $hex: $meaning',
  ({ slug, hex, shows }) => {
    expect(shown(slug, hex)).toEqual(shows ?? {})
  },
)

const outputs = examples.filter((each) => each.direction === 'out' && each.shows !== null)

test.each(outputs)('$slug out $hex: $meaning', ({ slug, hex, shows }) => {
  const lights = Object.fromEntries(Object.keys(shows ?? {}).map((light) => [light, true]))
  const { encoder, telephony } = tools(slug)
  const carrier = telephony.lights.find((each) => each.field.reportId === fromHex(hex)[0])
  expect(toHex(encoder.encode(carrier?.light ?? 'offHook', lights)?.bytes ?? new Uint8Array())).toBe(hex)
})

describe.each(recordedDevices)('$slug: one bit at a time', (device) => {
  const { encoder } = tools(device.slug)

  test('each button alone', () => {
    for (const [control, hex] of Object.entries(device.onlyThisBit.inputs ?? {})) {
      expect(shown(device.slug, hex)).toEqual({ [control]: 1 })
    }
  })

  test('each light alone', () => {
    for (const [light, hex] of Object.entries(device.onlyThisBit.outputs ?? {})) {
      const known = everyLight.find((each) => each === light)
      if (known === undefined) throw new Error(`${light} is no light`)
      expect(toHex(encoder.encode(known, { [known]: true })?.bytes ?? new Uint8Array())).toBe(hex)
    }
  })
})

test('the captured key of the CX300 is #', () => {
  const { decode } = tools('095d-9201')
  expect(decode(fromHex('01000c00003cb500'))?.values).toContainEqual({ control: 'keypad', value: 11 })
  expect(decode(fromHex('0100000000000000'))?.values).toContainEqual({ control: 'keypad', value: -1 })
})

test('a keypad that cannot say "no key" is not read', () => {
  const { decode } = tools('0b0e-0307')
  expect(decode(fromHex('028000'))?.values.map((each) => each.control)).not.toContain('keypad')
})

test('a short report tells what it holds, and nothing else', () => {
  const { decode } = tools('0b0e-2453')
  const values = decode(fromHex('0201'))?.values ?? []
  expect(values).toContainEqual({ control: 'hook', value: 1 })
  expect(values.map((each) => each.control)).not.toContain('reject')
  expect(decode(fromHex('02'))).toBeNull()
  expect(decode(new Uint8Array())).toBeNull()
})

test('a device without report ids: bits begin at once, writes begin with 0', () => {
  const parsed = parseDescriptor(
    fromHex('050b0905a10115002501750195010920812295078103950105080917912295079103c0'),
  )
  if (!parsed.ok) throw new Error(parsed.problem)
  const telephony = findTelephony(parsed.layout)
  const decode = createReportDecoder(parsed.layout, telephony)
  expect(decode(fromHex('01'))?.values).toEqual([{ control: 'hook', value: 1 }])
  const encoder = createLightEncoder(parsed.layout, telephony, everyLight)
  expect(toHex(encoder.encode('offHook', { offHook: true })?.bytes ?? new Uint8Array())).toBe('0001')
})

test('battery strength is told in percent of its range', () => {
  const parsed = parseDescriptor(
    fromHex('0506090 5a101850 1150026c80075089501092081 02c0'.replaceAll(' ', '')),
  )
  if (!parsed.ok) throw new Error(parsed.problem)
  const decode = createReportDecoder(parsed.layout, findTelephony(parsed.layout))
  expect(decode(fromHex('0164'))?.batteryPercent).toBe(50)
  expect(decode(fromHex('01ff'))?.batteryPercent).toBeNull()
})

test('bits are read across bytes, lowest first', () => {
  expect(readBits(fromHex('80ff01'), 7, 10)).toBe(0x3ff)
  expect(readBits(fromHex('80'), 7, 2)).toBeNull()
  expect(toSigned(3, 2)).toBe(-1)
})
