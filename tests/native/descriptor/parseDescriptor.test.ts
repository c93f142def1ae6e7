/** Every recorded descriptor gives exactly the layout decoded by hand; hostile bytes give a named problem. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxDescriptorBytes, parseDescriptor } from '#native/descriptor/parseDescriptor'
import type { ReportField } from '#native/descriptor/reportLayout'
import { formatUsage } from '#native/descriptor/usage'
import { fromHex } from '#native/report/hex'
import { descriptorOf, layoutOf, type RecordedField, recordedDevices } from '#tests/native/recordedDevices'

/** A parsed field in the form of the recorded ones. */
function toRecorded(field: ReportField): RecordedField {
  const range = field.usages[0]
  if (range === undefined) throw new Error('A field without a usage')
  const usage = formatUsage(range.min)
  const declared = formatUsage(range.declaredMin)
  const flags =
    Number(field.isConstant) |
    (field.isArray ? 0 : 2) |
    (field.isRelative ? 4 : 0) |
    (field.hasPreferredState ? 0 : 0x20) |
    (field.hasNullState ? 0x40 : 0)
  return {
    report: field.reportId,
    bit: field.bitOffset,
    bits: field.sizeBits,
    usage,
    flags: flags.toString(16).padStart(2, '0'),
    logical: [field.logicalMin, field.logicalMax],
    collection: formatUsage(field.collection),
    ...(declared !== usage && { declared }),
    ...(field.isArray && { array: true }),
    ...(range.max !== range.min && { usageMax: formatUsage(range.max) }),
  }
}

function byPlace(a: RecordedField, b: RecordedField): number {
  return a.report - b.report || a.bit - b.bit
}

const isTelephony = (field: RecordedField) =>
  field.usage.startsWith('000b') || field.declared?.startsWith('000b') === true
const isLight = (field: RecordedField) => field.usage.startsWith('0008') || field.usage.startsWith('000b')

describe.each(recordedDevices)('$slug $name', (device) => {
  const layout = layoutOf(device)
  const fieldsOf = (direction: ReportField['direction']) =>
    layout.fields.filter((field) => field.direction === direction).map(toRecorded)

  test('collections and report sizes', () => {
    expect(layout.collections.map(formatUsage)).toEqual(device.collections)
    for (const direction of ['input', 'output', 'feature'] as const) {
      const sizes = layout.reports
        .filter((each) => each.direction === direction)
        .map((each) => [String(each.reportId), each.sizeBits])
      expect(Object.fromEntries(sizes)).toEqual(device.reportBits[direction] ?? {})
    }
  })

  test('every recorded button is found, and no telephony button besides', () => {
    const inputs = fieldsOf('input')
    for (const expected of device.inputs) expect(inputs).toContainEqual(withoutAliases(expected, inputs))
    expect(inputs.filter(isTelephony).map(place).toSorted()).toEqual(
      device.inputs.filter(isTelephony).map(place).toSorted(),
    )
  })

  test('every recorded light is found, and none besides', () => {
    expect(fieldsOf('output').filter(isLight).toSorted(byPlace)).toEqual(device.outputs.toSorted(byPlace))
  })

  test('every recorded vendor bit is found', () => {
    for (const { direction, ...expected } of device.vendor)
      expect(fieldsOf(direction ?? 'input')).toContainEqual(withoutVolatile(expected))
  })
})

/** "Volatile" says nothing about how a bit is read, so the parser does not keep it. */
function withoutVolatile(expected: RecordedField): RecordedField {
  const flags = Number.parseInt(expected.flags, 16) & ~0x80
  return { ...expected, flags: flags.toString(16).padStart(2, '0') }
}

function place(field: RecordedField): string {
  return `${field.report}/${field.bit}`
}

/** A one-bit array is recorded by its first usage as declared; the parser keeps the resolved one too. */
function withoutAliases(expected: RecordedField, inputs: readonly RecordedField[]): RecordedField {
  if (expected.array !== true || expected.declared === undefined) return expected
  const found = inputs.find((each) => place(each) === place(expected))
  expect(found?.declared ?? found?.usage).toBe(expected.declared)
  return found === undefined ? expected : { ...expected, ...pick(found) }
}

function pick(found: RecordedField) {
  return { usage: found.usage, ...(found.declared !== undefined && { declared: found.declared }) }
}

describe('items', () => {
  const first = (hex: string) => {
    const parsed = parseDescriptor(fromHex(hex))
    if (!parsed.ok) throw new Error(parsed.problem)
    return parsed.layout
  }

  test('push saves and pop restores the globals', () => {
    // Page 0B, push, page 09, pop, usage 20: the page is 0B again.
    const layout = first('050b0905a101150025017501950 1a40509b409208122c0'.replace(' ', ''))
    expect(layout.fields.map((field) => formatUsage(field.usages[0]?.min ?? 0))).toEqual(['000b:0020'])
  })

  test('long items are stepped over', () => {
    const layout = first('050b0905a101fe03aa112233150025017501950109208122c0')
    expect(layout.fields).toHaveLength(1)
  })

  test('a usage declared before its page belongs to the page at the main item', () => {
    const layout = first('0905050ba1011500250175019501092f050b8106c0')
    expect(formatUsage(layout.collections[0] ?? 0)).toBe('000b:0005')
    expect(formatUsage(layout.fields[0]?.usages[0]?.min ?? 0)).toBe('000b:002f')
  })

  test('a four-byte usage carries its own page', () => {
    const layout = first('05090905a1011500250175019501' + '0b20000b00' + '8122c0')
    expect(formatUsage(layout.fields[0]?.usages[0]?.min ?? 0)).toBe('000b:0020')
  })

  test('of a delimited set only the preferred usage counts', () => {
    const layout = first('050b0905a1011500250175019501a9010920092fa9008122c0')
    expect(layout.fields.map((field) => formatUsage(field.usages[0]?.min ?? 0))).toEqual(['000b:0020'])
  })

  test('reports of the same number in and out are counted apart', () => {
    const layout = first('050b0905a101850275089501092081220508091791 22c0'.replace(' ', ''))
    expect(layout.reports).toEqual([
      { direction: 'input', reportId: 2, sizeBits: 8 },
      { direction: 'output', reportId: 2, sizeBits: 8 },
    ])
  })
})

describe('hostile descriptors', () => {
  test.each([
    ['truncated', '050b0905a10126ff'],
    ['truncated', 'fe10aa'],
    ['unbalanced-collection', '050b0905a101'],
    ['unbalanced-collection', 'c0'],
    ['unbalanced-pop', 'b4'],
    ['bad-report-id', '8500'],
    ['bad-report-id', '860001'],
    ['report-too-large', '050b77ffffffff97ffffffff09208122'],
    ['too-many-fields', '050b1901 2affff7501 9600f0 8122'.replaceAll(' ', '')],
    ['too-deep', 'a4'.repeat(65)],
    ['too-deep', 'a100'.repeat(65)],
    ['too-long', '00'.repeat(maxDescriptorBytes + 1)],
  ])('%s: %s', (problem, hex) => {
    expect(parseDescriptor(fromHex(hex))).toMatchObject({ ok: false, problem })
  })

  test('nothing at all is an empty layout', () => {
    expect(parseDescriptor(new Uint8Array())).toMatchObject({ ok: true, layout: { fields: [] } })
  })

  test('every cut of every recorded descriptor ends in a result', () => {
    for (const device of recordedDevices) {
      const bytes = descriptorOf(device)
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => parseDescriptor(bytes.subarray(0, length))).not.toThrow()
      }
    }
  })

  test('random bytes and mutated descriptors end in a result within bounds', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...recordedDevices.map(descriptorOf)),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
      )
      .map(([bytes, changes]) => {
        const copy = bytes.slice()
        for (const [at, value] of changes) copy[at % copy.length] = value
        return copy
      })
    const anything = fc.oneof(fc.uint8Array({ maxLength: 600 }), mutated)
    fc.assert(
      fc.property(anything, (bytes) => {
        const parsed = parseDescriptor(bytes)
        if (!parsed.ok) return parsed.offset <= bytes.length
        return parsed.layout.fields.every((field) => {
          const size = parsed.layout.reports.find(
            (each) => each.direction === field.direction && each.reportId === field.reportId,
          )
          return field.bitOffset + field.sizeBits * field.count <= (size?.sizeBits ?? -1)
        })
      }),
      { numRuns: 5000 },
    )
  })
})
